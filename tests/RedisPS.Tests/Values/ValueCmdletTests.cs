using System.Text.Json;
using RedisPS.Tests.Keyspace;
using Xunit;

namespace RedisPS.Tests.Values;

/// <summary>Get-RedisValue shows every type, within limits.</summary>
public sealed class ValueCmdletTests : IClassFixture<KeyspaceServer>
{
    private readonly KeyspaceServer _server;

    public ValueCmdletTests(KeyspaceServer server)
    {
        _server = server;
        _server.Empty();
        _server.Send("SET", "text", "hello");
        _server.Send("SET", "json", """{"a":{"b":42}}""");
        _server.Send(["RPUSH", "list", .. Enumerable.Range(0, 100).Select(i => $"e{i}")]);
        _server.Send("HSET", "hash", "a", "1", "A", "2");
        _server.Send("SADD", "set", "m");
        _server.Send("ZADD", "zset", "1.5", "m");
        _server.Send("XADD", "stream", "1-1", "f", "v");
    }

    [Theory]
    [InlineData("text", "string", "hello")]
    [InlineData("list", "list", "e0\ne1")]
    [InlineData("hash", "hash", "a: 1\nA: 2")]
    [InlineData("set", "set", "m")]
    [InlineData("zset", "zset", "1.5  m")]
    [InlineData("stream", "stream", "1-1  f=v")]
    public void Every_type_is_shown(string key, string type, string begins)
    {
        JsonElement value = Assert.Single(_server.Objects($"Get-RedisValue {key}"));

        Assert.Equal(type, value.GetProperty("Type").GetString());
        Assert.StartsWith(begins, value.GetProperty("Display").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_value_is_cut_and_says_so()
    {
        JsonElement value = Assert.Single(_server.Objects("Get-RedisValue list -MaxItems 3"));

        Assert.True(value.GetProperty("IsTruncated").GetBoolean());
        Assert.Equal(100, value.GetProperty("Length").GetInt64());
        Assert.EndsWith("... and 97 more", value.GetProperty("Display").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_and_json_are_shown_as_asked()
    {
        Assert.Equal("68656c6c6f", Assert.Single(_server.Objects("Get-RedisValue text -As Hex")).GetProperty("Value").GetString());
        Assert.Equal(42, Assert.Single(_server.Objects("Get-RedisValue json -As Json")).GetProperty("Value").GetProperty("a").GetProperty("b").GetInt32());
    }
}
