using System.Text.Json;
using RedisPS.Tests.Keyspace;
using RedisPS.Tests.Runner;
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

    [Theory]
    [InlineData("a\\x1b[2Jb", "SET", "k", "a\u001b[2Jb")]
    [InlineData("f\\x1b[2J: v\\x07", "HSET", "k", "f\u001b[2J", "v\u0007")]
    [InlineData("\\u009b2J\\u202ea", "RPUSH", "k", "\u009b2J\u202ea")]
    [InlineData("\\x1bc", "SADD", "k", "\u001bc")]
    [InlineData("1  \\x1bc", "ZADD", "k", "1", "\u001bc")]
    [InlineData("1-1  f\\x1bc=v\\x1bc", "XADD", "k", "1-1", "f\u001bc", "v\u001bc")]
    public void What_a_terminal_obeys_is_shown_escaped(string shown, params string[] command)
    {
        _server.Send(command);

        string display = Assert.Single(_server.Objects("Get-RedisValue k")).GetProperty("Display").GetString()!;
        Outcome outcome = _server.Run("Get-RedisValue k");

        Assert.Equal(shown, display);
        Assert.DoesNotContain(outcome.Output, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void The_fields_of_an_entry_are_shown_escaped()
    {
        _server.Send("XADD", "k", "1-1", "f\u001bc", "v\u001bc");

        JsonElement entry = Assert.Single(_server.Objects("Get-RedisValue k | Select-Object -ExpandProperty Value"));

        Assert.Equal("f\\x1bc=v\\x1bc", entry.GetProperty("FieldsText").GetString());
        Assert.Equal("f\u001bc", entry.GetProperty("Fields")[0].GetProperty("Key").GetString());
    }

    [Fact]
    public void A_value_itself_is_what_it_is()
    {
        _server.Send("SET", "k", "a\u001b[2Jb");

        Assert.Equal("a\u001b[2Jb", Assert.Single(_server.Objects("Get-RedisValue k")).GetProperty("Value").GetString());
    }

    [Fact]
    public void An_error_of_the_server_is_written_escaped()
    {
        Outcome outcome = _server.Run("""Invoke-RedisCommand EVAL 'return redis.error_reply("E\27[2JVIL\7")' 0""");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("E\\x1b[2JVIL\\x07", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Errors, c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData("hash", """{"a":"1","A":"2"}""", "SET", "other", "")]
    [InlineData("list", """["x","y, \"z\""]""", "RPUSH", "list", "x", "y, \"z\"")]
    [InlineData("stream", """[{"Id":"1-1","Fields":[{"Key":"f","Value":"v"}],"Timestamp":"1970-01-01T00:00:00.001+00:00","FieldsText":"f=v"}]""", "SET", "other", "")]
    public void Csv_loses_no_value(string key, string value, params string[] command)
    {
        _server.Send("DEL", "list");
        _server.Send(command);

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis 'redis://{_server.EndPoint}' | Out-Null; Get-RedisValue {key} | Select-Object KeyBytes, Value", "csv");

        string name = string.Join(',', System.Text.Encoding.UTF8.GetBytes(key));
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal($"\"KeyBytes\",\"Value\"\n\"[{name}]\",\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n", output);
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
