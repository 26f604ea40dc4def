using System.Globalization;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>What a server's configuration file says, with the files that it includes. Only for reading.</summary>
internal sealed class ServerConfiguration
{
    private readonly Dictionary<string, List<IReadOnlyList<string>>> _settings = new(StringComparer.OrdinalIgnoreCase);

    private ServerConfiguration()
    {
    }

    /// <summary>The port that people connect to: the plain one, else the encrypted one.</summary>
    public int Port => Number("port") is > 0 and { } plain ? plain : Number("port") is null ? Plain : Number("tls-port") ?? 0;

    /// <summary>Whether only the encrypted port is open.</summary>
    public bool TlsOnly => Number("port") == 0 && Number("tls-port") > 0;

    /// <summary>The first address it listens on that can be reached from this machine.</summary>
    public string HostName
    {
        get
        {
            string[] addresses = (Words("bind") ?? []).Select(address => address.TrimStart('-')).ToArray();
            string? first = addresses.FirstOrDefault(address => address is "127.0.0.1" or "localhost" or "0.0.0.0" or "*") is not null ? "127.0.0.1" : addresses.FirstOrDefault();
            return first is null or "::" ? "127.0.0.1" : first;
        }
    }

    private int Plain { get; init; } = 6379;

    /// <summary>Reads a file; null where it cannot be read.</summary>
    public static ServerConfiguration? Read(HostSystem host, string? path)
    {
        if (path is null)
        {
            return null;
        }

        ServerConfiguration configuration = new() { Plain = Path.GetFileName(path).Contains("sentinel", StringComparison.Ordinal) ? 26379 : 6379 };
        return configuration.Add(host, path, depth: 0) ? configuration : null;
    }

    /// <summary>The one value of a setting; the last one counts, as for the server.</summary>
    public string? Value(string name) => Words(name) is [var value, ..] ? value : null;

    /// <summary>The words of a setting's last line.</summary>
    public IReadOnlyList<string>? Words(string name) => _settings.TryGetValue(name, out List<IReadOnlyList<string>>? lines) ? lines[^1] : null;

    private int? Number(string name) => int.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private bool Add(HostSystem host, string path, int depth)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(host.At(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        foreach (string line in lines)
        {
            IReadOnlyList<string> words = ConfigurationLine.Parse(line);
            if (words is ["include", var included] && depth < 8)
            {
                _ = Add(host, included, depth + 1);
            }
            else if (words.Count > 0)
            {
                if (!_settings.TryGetValue(words[0], out List<IReadOnlyList<string>>? values))
                {
                    _settings[words[0]] = values = [];
                }

                values.Add(words.Skip(1).ToArray());
            }
        }

        return true;
    }
}
