using System.Collections.Concurrent;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.TestServers.Network;
using Xunit;

namespace RedisPS.Core.Tests.Configuration;

/// <summary>A scripted server that takes one setting at a time, as Redis did before 7.0: none of that age is to be had for the tests.</summary>
public sealed class OldServerTests
{
    private readonly ConcurrentDictionary<string, string> _settings = new(StringComparer.Ordinal) { ["maxmemory"] = "0", ["timeout"] = "0", ["hz"] = "10" };
    private readonly ConcurrentQueue<string> _sent = new();

    [Fact]
    public async Task Settings_are_read_one_by_one_in_one_go_and_set_one_by_one()
    {
        using FakeServer server = new(ServeAsync);
        await using RedisClient client = await ConnectAsync(server);

        IReadOnlyList<ConfigChange> changes = await new ConfigStore(client).SetAsync(new Dictionary<string, string> { ["maxmemory"] = "1mb", ["timeout"] = "5", ["hz"] = "10" });

        Assert.Equal([true, true, false], changes.Select(change => change.Changed));
        Assert.Equal(["SET maxmemory 1mb", "SET timeout 5"], _sent.Where(command => command.StartsWith("SET", StringComparison.Ordinal)));
        Assert.All(_sent.Where(command => command.StartsWith("GET", StringComparison.Ordinal)), command => Assert.Equal(2, command.Split(' ').Length));
    }

    [Fact]
    public async Task What_was_set_before_one_was_refused_is_taken_back()
    {
        using FakeServer server = new(ServeAsync);
        await using RedisClient client = await ConnectAsync(server);

        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => new ConfigStore(client).SetAsync(
            new Dictionary<string, string> { ["maxmemory"] = "1mb", ["timeout"] = "5", ["hz"] = "bad" }));

        Assert.Contains("hz", e.Message, StringComparison.Ordinal);
        Assert.Equal(("0", "0", "10"), (_settings["maxmemory"], _settings["timeout"], _settings["hz"]));
        Assert.Equal(["SET maxmemory 1mb", "SET timeout 5", "SET hz bad", "SET timeout 0", "SET maxmemory 0"], _sent.Where(command => command.StartsWith("SET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_makes_something_else_of_a_value_is_seen()
    {
        using FakeServer server = new(ServeAsync);
        await using RedisClient client = await ConnectAsync(server);

        ConfigChange change = Assert.Single(await new ConfigStore(client).SetAsync(new Dictionary<string, string> { ["hz"] = "100000" }));

        Assert.Equal(("500", true), (change.Value, change.Changed));
        Assert.Contains("made 500 of it", change.Note, StringComparison.Ordinal);
    }

    private static Task<RedisClient> ConnectAsync(FakeServer server) => RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", server.Port) });

    private async Task ServeAsync(FakeConnection connection)
    {
        while (await connection.ReadCommandAsync() is { } command)
        {
            await connection.SendAsync(command[0].ToUpperInvariant() switch
            {
                "HELLO" => "-ERR unknown command 'HELLO'\r\n",
                "INFO" => Bulk("# Server\r\nredis_version:6.2.14\r\nredis_mode:standalone\r\nloading:0\r\nconfig_file:\r\n"),
                "COMMAND" => "*0\r\n",
                "CONFIG" => Config(command[1..]),
                "PING" => "+PONG\r\n",
                _ => "+OK\r\n",
            });
        }
    }

    private string Config(string[] arguments)
    {
        _sent.Enqueue(string.Join(' ', arguments));
        if (arguments is ["GET", var name])
        {
            return _settings.TryGetValue(name, out string? value) ? $"*2\r\n{Bulk(name)}{Bulk(value)}" : "*0\r\n";
        }

        if (arguments is not ["SET", var setting, var wanted])
        {
            return "-ERR Unknown subcommand or wrong number of arguments for 'CONFIG'. Try CONFIG HELP.\r\n";
        }

        if (wanted == "bad")
        {
            return $"-ERR Invalid argument '{wanted}' for CONFIG SET '{setting}'\r\n";
        }

        // hz is cut to its limit, as servers do.
        _settings[setting] = setting == "hz" && int.Parse(wanted) > 500 ? "500" : wanted;
        return "+OK\r\n";
    }

    private static string Bulk(string text) => $"${Encoding.UTF8.GetByteCount(text)}\r\n{text}\r\n";
}
