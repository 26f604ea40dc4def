using System.Text.Json;
using RedisPS.Tests.Runner;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;

namespace RedisPS.Tests.Keyspace;

/// <summary>A server for the tests of one class, and the program run against it.</summary>
public sealed class KeyspaceServer : IDisposable
{
    private readonly StandaloneServer _server = new();

    public string EndPoint => _server.EndPoint;

    public RawRedis Raw() => _server.Raw();

    public string? Send(params string[] command) => _server.Send(command);

    public void Empty() => _server.Send("FLUSHALL");

    public void Dispose() => _server.Dispose();

    internal Outcome Run(string script, params string[] answers) => RunOn(_server.Url, script, answers);

    internal static Outcome RunOn(string url, string script, params string[] answers) =>
        RunnerHarness.RunWith(new FakeSurroundings { InputIsTerminal = answers.Length > 0, Answers = answers }, $"Connect-Redis '{url}' -Name test | Out-Null; {script}");

    /// <summary>The objects that a script writes.</summary>
    internal JsonElement[] Objects(string script)
    {
        Outcome outcome = RunnerHarness.RunWith(new FakeSurroundings(), "--output", "jsonl", $"Connect-Redis '{_server.Url}' -Name test | Out-Null; {script}");
        return outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
    }
}
