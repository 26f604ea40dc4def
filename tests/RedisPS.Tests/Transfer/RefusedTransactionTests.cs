using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Transfer;

/// <summary>What needs a transaction changes nothing where there is none, or where it fails half way.</summary>
public sealed class RefusedTransactionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redisps-refused-").FullName;
    private readonly StandaloneServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Keys_stay_where_the_user_may_not_begin_a_transaction()
    {
        _server.Send("MSET", "a", "1", "b", "2");
        _server.Send("ACL", "SETUSER", "few", "on", ">few", "~*", "+@all", "-multi");

        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis 'redis://few:few@127.0.0.1:{_server.Port}' | Out-Null; Remove-RedisKey -Pattern '*' -Recycle -RecyclePath '{_folder}' -Force");

        Assert.NotEqual(0, code);
        Assert.Contains("multi", errors, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("2", _server.Send("DBSIZE"));
    }

    [Fact]
    public void A_key_that_cannot_be_built_does_not_cost_the_one_that_is_there()
    {
        _server.Send("XADD", "stream", "1-1", "f", "first");
        _server.Send("XADD", "stream", "2-1", "f", "second");
        string file = Path.Combine(_folder, "keys.jsonl");
        Assert.Equal(0, Run($"Export-RedisKey '{file}' stream").Code);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"1-1\"", "\"x\"", StringComparison.Ordinal).Replace("\"2-1\"", "\"1-1\"", StringComparison.Ordinal).Replace("\"x\"", "\"2-1\"", StringComparison.Ordinal));
        _server.Send("DEL", "stream");
        _server.Send("SET", "stream", "old");

        (int code, _, string errors) = Run($"Import-RedisKey '{file}' -Conflict Replace -Force");

        Assert.True(code != 0, errors);
        Assert.Equal("old", _server.Send("GET", "stream"));
        Assert.Equal("1", _server.Send("DBSIZE"));
    }

    private (int Code, string Output, string Errors) Run(string script) => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}");
}
