using System.Globalization;
using System.Text;
using RedisPS.Tests.Runner;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Tests.Keyspace;

/// <summary>Names are bytes, whatever is in them.</summary>
public sealed class OddKeyTests : IClassFixture<KeyspaceServer>
{
    private static readonly byte[][] s_keys =
    [
        [],
        Encoding.UTF8.GetBytes("with space"),
        Encoding.UTF8.GetBytes("quote\"s and 'these'"),
        Encoding.UTF8.GetBytes("line\nbreak\r\n"),
        Encoding.UTF8.GetBytes("glob*[a-z]?\\"),
        Encoding.UTF8.GetBytes("$env:HOME;`x"),
        Encoding.UTF8.GetBytes("Füße 鍵"),
        [0xff, 0x00, 0xfe, (byte)'*'],
        Encoding.ASCII.GetBytes(@"\xff"),
        [0xff],
    ];

    private readonly KeyspaceServer _server;

    public OddKeyTests(KeyspaceServer server)
    {
        _server = server;
        _server.Empty();
        using RawRedis raw = _server.Raw();
        foreach (byte[] key in s_keys)
        {
            _ = raw.SendBytes("SET"u8.ToArray(), key, "x"u8.ToArray());
        }
    }

    [Fact]
    public void All_are_listed_with_their_exact_bytes()
    {
        string[] listed = _server.Objects("Get-RedisKey")
            .Select(key => Convert.ToHexString(key.GetProperty("KeyBytes").EnumerateArray().Select(b => b.GetByte()).ToArray())).Order().ToArray();

        Assert.Equal(s_keys.Select(Convert.ToHexString).Order(), listed);
    }

    [Theory]
    [InlineData("Get-RedisKey | Remove-RedisKey")]
    [InlineData("Get-RedisKey | Remove-RedisKey -Force")]
    [InlineData("Get-RedisKey -NameOnly | Remove-RedisKey")]
    [InlineData("Get-RedisKey | Select-Object Key, KeyBytes | Remove-RedisKey")]
    [InlineData("Get-RedisKey | Select-Object Key, KeyBytes, Database, ConnectionName | Remove-RedisKey")]
    [InlineData("$all = Get-RedisKey; Remove-RedisKey $all")]
    [InlineData("Remove-RedisKey -Pattern * -Force")]
    [InlineData("Get-RedisKey | Get-RedisKey -IncludeMemory | Remove-RedisKey")]
    [InlineData("Get-RedisKey | Get-RedisTtl | Remove-RedisKey")]
    [InlineData("Get-RedisKey | Get-RedisValue | Remove-RedisKey")]
    [InlineData("Get-RedisKey | Test-RedisKey -PassThru | Remove-RedisKey")]
    public void All_are_removed_exactly(string script)
    {
        Outcome outcome = _server.Run(script);

        Assert.Equal("", outcome.Errors);
        Assert.Equal("0", _server.Send("DBSIZE"));
    }

    [Fact]
    public void A_name_that_looks_like_an_escape_is_not_the_key_it_looks_like()
    {
        Assert.Equal("", _server.Run(@"Remove-RedisKey '\xff'").Errors);

        using RawRedis raw = _server.Raw();
        Assert.Equal("1", Convert.ToString(raw.SendBytes("EXISTS"u8.ToArray(), [0xff]), CultureInfo.InvariantCulture));
        Assert.Equal("0", Convert.ToString(raw.SendBytes("EXISTS"u8.ToArray(), Encoding.ASCII.GetBytes(@"\xff")), CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_pattern_means_itself_as_a_literal() =>
        Assert.Equal(@"glob*[a-z]?\", Assert.Single(_server.Objects(@"Get-RedisKey -LiteralPattern 'glob*[a-z]?\', 'glob*'")).GetProperty("Key").GetString());

    [Fact]
    public void They_are_renamed_and_copied_exactly()
    {
        Assert.Equal("", _server.Run("Get-RedisKey | Copy-RedisKey -DestinationDatabase 1").Errors);
        Assert.Equal(s_keys.Length, _server.Objects("Get-RedisKey -Database 1").Length);
        Assert.Equal("", _server.Run(@"$odd = Get-RedisKey | Where-Object Key -eq '\xff\x00\xfe*'; Rename-RedisKey $odd plain").Errors);
        Assert.Equal("1", _server.Send("EXISTS", "plain"));
    }
}
