using RedisPS.Client;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Values;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Values;

public sealed class RedisValueReaderTests(StandaloneServer server) : IClassFixture<StandaloneServer>
{
    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Every_type_reads_the_same_over_both_protocols(RedisProtocol protocol)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { Protocol = protocol });
        await client.DoAsync("FLUSHDB");
        await client.DoAsync("SET", "s", "text \u20ac");
        await client.DoAsync("SET", "b", new byte[] { 0xff, 0 });
        await client.DoAsync("RPUSH", "l", "1", "2", "3");
        await client.DoAsync("SADD", "set", "m");
        await client.DoAsync("HSET", "h", "a", "1", "A", "2");
        await client.DoAsync("ZADD", "z", "-inf", "low", "1.5", "mid", "inf", "high");
        await client.DoAsync("XADD", "x", "1700000000000-0", "f", "v", "f", "w");
        await client.DoAsync("EXPIRE", "s", 1000);
        RedisValueReader reader = new(client, "test");
        RedisValue text = (await reader.ReadAsync("s"))!;
        Assert.Equal("text \u20ac", text.Value);
        Assert.Equal(8, text.Length);
        Assert.InRange(text.TimeToLive!.Value.TotalSeconds, 900, 1000);
        Assert.Equal(new byte[] { 0xff, 0 }, (await reader.ReadAsync("b"))!.Value);
        Assert.Equal(["1", "2", "3"], (object?[])(await reader.ReadAsync("l"))!.Value!);
        Assert.Equal(["m"], (object?[])(await reader.ReadAsync("set"))!.Value!);
        IDictionary<string, object?> fields = (IDictionary<string, object?>)(await reader.ReadAsync("h"))!.Value!;
        Assert.Equal(("1", "2", 2), (fields["a"], fields["A"], fields.Count));

        // A binary name, and a text that looks like it.
        await client.DoAsync("HSET", "alike", new byte[] { 0xff }, "1", "\\xff", "2");
        fields = (IDictionary<string, object?>)(await reader.ReadAsync("alike"))!.Value!;
        Assert.Equal(["1", "2"], fields.Values.Order());
        Assert.Equal([new("low", double.NegativeInfinity), new("mid", 1.5), new("high", double.PositiveInfinity)], (SortedSetMember[])(await reader.ReadAsync("z"))!.Value!);
        StreamEntry entry = Assert.Single((StreamEntry[])(await reader.ReadAsync("x"))!.Value!);
        Assert.Equal("1700000000000-0", entry.Id);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), entry.Timestamp);
        Assert.Equal(["v", "w"], entry.Fields.Select(field => field.Value));
        Assert.Null(await reader.ReadAsync("nowhere"));
    }

    [Fact]
    public async Task Large_values_are_cut_and_say_so()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 1);
        await client.DoAsync("SET", "s", string.Concat(Enumerable.Repeat("\u20ac", 5_000_000)));
        foreach (string command in new[] { "RPUSH", "SADD" }) { await client.DoAsync([command, command, .. Enumerable.Range(0, 5000).Select(i => (RedisArgument)i)]); }
        await client.DoAsync(["HSET", "h", .. Enumerable.Range(0, 5000).Select(i => (RedisArgument)i)]);
        await client.DoAsync(["ZADD", "z", .. Enumerable.Range(0, 5000).Select(i => (RedisArgument)i)]);
        long before = client.Counters.ReceivedBytes;
        RedisValueReader reader = new(client);
        RedisValue text = (await reader.ReadAsync("s"))!;

        // 1000 bytes end in the middle of the 334th sign, which is left out rather than shown broken.
        Assert.Equal(333, ((string)text.Value!).Length);
        Assert.True(text.IsTruncated);
        Assert.Equal(15_000_000, text.Length);
        foreach (string key in new[] { "RPUSH", "SADD", "h", "z" })
        {
            RedisValue value = (await reader.ReadAsync(key))!;
            Assert.Equal(20, ((System.Collections.ICollection)value.Value!).Count);
            Assert.True(value.IsTruncated);
            Assert.True(value.Length > 2000);
        }

        Assert.InRange(client.Counters.ReceivedBytes - before, 1, 50_000);
        Assert.Equal(5000, ((object?[])(await reader.ReadAsync("SADD", new RedisValueOptions { MaxItems = 0 }))!.Value!).Length);
    }

    [Fact]
    public async Task Strings_come_in_the_form_asked_for()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 2);
        await client.DoAsync("SET", "j", """{"a":[1,2.5,"x",null,true],"A":0.1}""");
        RedisValueReader reader = new(client);
        Dictionary<string, object?> json = (Dictionary<string, object?>)(await reader.ReadAsync("j", new RedisValueOptions { As = ValueFormat.Json }))!.Value!;
        Assert.Equal([1L, 2.5m, "x", null, true], (object?[])json["a"]!);
        Assert.Equal(0.1m, json["A"]);
        await client.DoAsync("SET", "b", new byte[] { 1, 0xab });
        Assert.Equal("01ab", (await reader.ReadAsync("b", new RedisValueOptions { As = ValueFormat.Hex }))!.Value);
        Assert.Equal(new byte[] { 1, 0xab }, (await reader.ReadAsync("b", new RedisValueOptions { As = ValueFormat.Bytes }))!.Value);
        Assert.IsType<string>((await reader.ReadAsync("b", new RedisValueOptions { As = ValueFormat.String }))!.Value);
        Assert.Equal(new byte[] { 1, 0xab }, (await reader.ReadAsync("b", new RedisValueOptions { As = ValueFormat.Json }))!.Value);
    }

    [Fact]
    public async Task The_newest_entries_of_a_stream_can_come_first()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 3);
        for (int i = 1; i <= 30; i++) { await client.DoAsync("XADD", "x", $"{i}-0", "n", i); }
        RedisValue value = (await new RedisValueReader(client).ReadAsync("x", new RedisValueOptions { Newest = true, MaxItems = 2 }))!;
        Assert.Equal(["30-0", "29-0"], ((StreamEntry[])value.Value!).Select(entry => entry.Id));
        Assert.True(value.IsTruncated);
    }

    [Fact]
    public async Task A_type_the_server_has_and_this_does_not_know_gives_a_hint()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 4);
        if (!client.Capabilities.Supports("VADD")) { return; }
        await client.DoAsync("VADD", "v", "VALUES", 3, 1, 2, 3, "element");
        RedisValue value = (await new RedisValueReader(client).ReadAsync("v"))!;
        Assert.Equal("vectorset", value.Type);
        VectorSetElement element = Assert.Single((VectorSetElement[])value.Value!);
        Assert.Equal("element", element.Name);
        Assert.Equal(3, element.Vector!.Count);
    }

    [Fact]
    public async Task What_may_not_be_read_gives_a_hint_and_no_exception()
    {
        using HardenedServer hardened = new();
        await using RedisClient admin = await TestClient.ConnectAsync(hardened, "default");
        await admin.DoAsync("RPUSH", "l", "x");
        await admin.DoAsync("ACL", "SETUSER", "no-range", "on", ">" + HardenedServer.Password, "~*", "+@all", "-lrange");
        await using RedisClient client = await TestClient.ConnectAsync(hardened, "no-range");
        RedisValue value = (await new RedisValueReader(client).ReadAsync("l"))!;
        Assert.Equal("list", value.Type);
        Assert.Contains("lrange", value.Hint, StringComparison.Ordinal);
        await using RedisClient other = await TestClient.ConnectAsync(hardened, "cache-only");
        Assert.Equal("NOPERM", (await Assert.ThrowsAsync<RedisServerException>(() => new RedisValueReader(other).ReadAsync("l"))).Code);
    }
}
