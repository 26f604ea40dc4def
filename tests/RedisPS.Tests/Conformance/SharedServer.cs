using RedisPS.TestServers.Servers;

namespace RedisPS.Tests.Conformance;

/// <summary>One server for all cases that need one; started when the first of them comes.</summary>
public sealed class SharedServer : IDisposable
{
    private StandaloneServer? _server;

    public void Dispose() => _server?.Dispose();

    internal string Prepare(IReadOnlyList<string> commands)
    {
        _server ??= new StandaloneServer();
        _server.Send("FLUSHALL");
        foreach (string command in commands)
        {
            _server.Send([.. Words(command)]);
        }

        return _server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    // Words with spaces between them; a word in double quotes may hold spaces itself.
    private static IEnumerable<string> Words(string command)
    {
        foreach ((string part, int index) in command.Split('"').Select((part, index) => (part, index)))
        {
            if (index % 2 == 1)
            {
                yield return part;
                continue;
            }

            foreach (string word in part.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }
}
