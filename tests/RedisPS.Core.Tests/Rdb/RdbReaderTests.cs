using System.Collections;
using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Rdb;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Values;
using Xunit;

namespace RedisPS.Core.Tests.Rdb;

public sealed class RdbReaderTests(RdbFixture fixture) : IClassFixture<RdbFixture>
{
    private static readonly RedisValueOptions s_everything = new() { MaxItems = 0, MaxLength = 0 };

    [Fact]
    public async Task Keys_types_lengths_and_times_are_those_of_the_server()
    {
        List<(RdbKey Key, RdbValueFacts Facts)> found = [];
        RdbReader reader = new(new MemoryStream(fixture.File));
        while (reader.ReadKey()) { found.Add((reader.Current, reader.SkipValue())); }
        Assert.Equal(RdbChecksum.Good, reader.Checksum);
        Assert.False(reader.HasMore());
        Assert.Equal(fixture.File.Length, reader.Position);
        Assert.Equal(fixture.Client.Capabilities.VersionText, reader.Auxiliary[fixture.Client.Capabilities.Product == ServerProduct.Valkey ? "valkey-ver" : "redis-ver"]);
        Assert.Single(found, one => one.Key.Database == 7);
        Assert.Equal(await fixture.Client.NumberAsync("DBSIZE"), found.Count(one => one.Key.Database == 0));
        foreach ((RdbKey key, RdbValueFacts facts) in found.Where(one => one.Key.Database == 0))
        {
            Assert.Equal(await fixture.Client.TextAsync("TYPE", key.Key), facts.Type);
            Assert.Equal(await fixture.Client.NumberAsync("PEXPIRETIME", key.Key), key.ExpiresAtMilliseconds ?? -1);
            string count = facts.Type switch { "string" => "STRLEN", "list" => "LLEN", "set" => "SCARD", "hash" => "HLEN", "zset" => "ZCARD", _ => "XLEN" };
            Assert.Equal(await fixture.Client.NumberAsync(count, key.Key), facts.Length);

            // Whether a number is kept as one, and whether a short list is one listpack, each server decides when it loads the file.
            if (facts.Type is not ("string" or "list")) { Assert.Equal(await fixture.Client.TextAsync("OBJECT", "ENCODING", key.Key), facts.Encoding); }
        }

        if (fixture.HasFieldExpiry) { Assert.Equal([2, 2], found.Where(one => one.Key.Key.ToString().StartsWith("hash:expiring", StringComparison.Ordinal)).Select(one => (int)one.Facts.ExpiringFields)); }
        Assert.Contains("name=mine", Assert.Single(reader.Functions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_read_as_the_server_gives_them()
    {
        RedisValueReader live = new(fixture.Client);
        RdbReader reader = new(new MemoryStream(fixture.File));
        int compared = 0;
        while (reader.ReadKey())
        {
            if (reader.Current.Database != 0) { continue; }
            RedisValue value = reader.ReadValue(s_everything, "dump.rdb", out _);
            RedisValue expected = (await live.ReadAsync(new RedisKey(value.KeyBytes), s_everything))!;
            Assert.Equal(expected.Type, value.Type);
            Assert.Equal(expected.Length, value.Length);
            Assert.False(value.IsTruncated, $"{value}");
            Assert.Equal(Flat(expected), Flat(value));
            compared++;
        }

        Assert.Equal(await fixture.Client.NumberAsync("DBSIZE"), compared);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public async Task A_part_of_a_value_is_the_part_that_the_server_gives(int most)
    {
        RedisValueOptions options = new() { MaxItems = most, MaxLength = 50, As = ValueFormat.Bytes };
        RedisValueReader live = new(fixture.Client);
        RdbReader reader = new(new MemoryStream(fixture.File));
        while (reader.ReadKey())
        {
            if (reader.Current.Database != 0) { continue; }
            RedisValue value = reader.ReadValue(options, "dump.rdb", out RdbValueFacts facts);
            RedisValue expected = (await live.ReadAsync(new RedisKey(value.KeyBytes), options))!;
            Assert.Equal($"{value} {expected.IsTruncated}", $"{value} {value.IsTruncated}");

            // Which members of a large set or hash come first is not said anywhere.
            if (facts.Type is not ("set" or "hash")) { Assert.Equal(Flat(expected), Flat(value)); }
        }
    }

    [Fact]
    public async Task Payloads_restore_to_the_same_digest()
    {
        RdbReader reader = new(new MemoryStream(fixture.File));
        await fixture.Client.ForDatabase(3).DoAsync("FLUSHDB");
        int compared = 0;
        while (reader.ReadKey())
        {
            if (reader.Current.Database != 0) { continue; }
            RedisKey key = reader.Current.Key;
            byte[] payload = reader.ReadPayload(out RdbValueFacts facts);
            Assert.Equal(facts.SerializedBytes + 11, payload.Length);
            await fixture.Client.ForDatabase(3).DoAsync("RESTORE", key, reader.Current.ExpiresAtMilliseconds ?? 0, payload, "ABSTTL");
            RespValue here = await fixture.Client.ForDatabase(3).ExecuteAsync(new RedisCommand("DEBUG", "DIGEST-VALUE", key));
            RespValue there = await fixture.Client.ExecuteAsync(new RedisCommand("DEBUG", "DIGEST-VALUE", key));
            Assert.Equal($"{key} {there.Items[0].AsText()}", $"{key} {here.Items[0].AsText()}");
            compared++;
        }

        Assert.Equal(await fixture.Client.NumberAsync("DBSIZE"), compared);
    }

    public static TheoryData<string, byte, byte[]> OldEncodings => new()
    {
        { "list", (byte)RdbTypeCode.List, [3, .. RdbFixture.String("a"), 0xc0, 0xfe, .. RdbFixture.String(new string('x', 70))] },
        { "list", (byte)RdbTypeCode.ListZiplist, RdbFixture.String(RdbFixture.Ziplist("one", 0, 12, 13, -128, 127, -30000, 8_000_000, -8_000_001, 2_000_000_000, long.MinValue, new string('m', 100), new string('l', 20_000), "after")) },
        { "list", (byte)RdbTypeCode.ListQuicklist, [2, .. RdbFixture.String(RdbFixture.Ziplist("one", 2)), .. RdbFixture.String(RdbFixture.Ziplist(new string('m', 300), "b"))] },
        { "set", (byte)RdbTypeCode.Set, [2, .. RdbFixture.String("a"), .. RdbFixture.String("b")] },
        { "zset", (byte)RdbTypeCode.SortedSet, [4, .. RdbFixture.String("low"), 255, .. RdbFixture.String("high"), 254, .. RdbFixture.String("mid"), 4, .. "1.25"u8, .. RdbFixture.String("zero"), 1, (byte)'0'] },
        { "zset", (byte)RdbTypeCode.SortedSetZiplist, RdbFixture.String(RdbFixture.Ziplist("a", -2, "b", "0.5", "c", 70_000)) },
        { "hash", (byte)RdbTypeCode.HashZiplist, RdbFixture.String(RdbFixture.Ziplist("f", "v", "g", 42)) },
        { "hash", (byte)RdbTypeCode.HashZipmap, RdbFixture.String([2, 1, (byte)'f', 2, 1, (byte)'v', (byte)'w', 0, 1, (byte)'g', 0, 0, 0xff]) },
    };

    [Theory]
    [MemberData(nameof(OldEncodings))]
    public async Task Encodings_of_old_servers_read_as_a_server_restores_them(string type, byte code, byte[] body)
    {
        byte[] file = [.. "REDIS0009"u8, code, .. RdbFixture.String("old"), .. body, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        RdbReader reader = new(new MemoryStream(file));
        Assert.True(reader.ReadKey());
        RedisValue value = reader.ReadValue(s_everything, "old.rdb", out RdbValueFacts facts);
        Assert.False(reader.ReadKey());
        Assert.Equal(RdbChecksum.Absent, reader.Checksum);
        Assert.Equal(body.Length, facts.SerializedBytes);
        Assert.Equal(type, value.Type);

        reader = new RdbReader(new MemoryStream(file));
        Assert.True(reader.ReadKey());
        byte[] payload = reader.ReadPayload(out _);
        RedisClient client = fixture.Client.ForDatabase(4);
        await client.DoAsync("RESTORE", "old", 0, payload, "REPLACE");
        RedisValue expected = (await new RedisValueReader(client).ReadAsync("old", s_everything))!;
        Assert.Equal(expected.Type, value.Type);
        Assert.Equal(expected.Length, value.Length);
        object?[] Order(RedisValue one) => type == "set" ? [.. Flat(one).Order()] : [.. Flat(one)];
        Assert.Equal(Order(expected), Order(value));
    }

    [Theory]
    [InlineData("REDIS0013", 243)]
    [InlineData("REDIS0014", 28)]
    [InlineData("REDIS0079", 8)]
    public void A_code_of_a_newer_version_is_no_damage(string header, byte code)
    {
        byte[] file = [.. Encoding.ASCII.GetBytes(header), code, .. RdbFixture.String("key"), 1, 2, 3, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        RdbFormatException e = Assert.Throws<RdbFormatException>(() => ReadToEnd(file));
        Assert.True(e.IsUnknownFormat);
        Assert.Contains($"the code {code}", e.Message, StringComparison.Ordinal);
        Encoding.ASCII.GetBytes("0012").CopyTo(file, 5);
        Assert.False(Assert.Throws<RdbFormatException>(() => ReadToEnd(file)).IsUnknownFormat);
    }

    [Fact]
    public void Data_that_ends_anywhere_is_found()
    {
        byte[] file = Small();
        for (int length = 0; length < file.Length; length++) { _ = Assert.Throws<RdbFormatException>(() => ReadToEnd(file[..length])); }
    }

    [Fact]
    public void A_bit_that_is_flipped_anywhere_is_found()
    {
        byte[] file = Small();
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                RdbReader reader = ReadToEnd(damaged);

                // The version is covered by the checksum, but a version before 5 has none.
                Assert.True(reader.HasMore(), $"bit {bit}");
            }
            catch (RdbFormatException)
            {
                // Found.
            }
        }
    }

    [Fact]
    public void Random_damage_without_a_checksum_gives_an_error_or_a_value_and_nothing_worse()
    {
        byte[] file = Small();
        file.AsSpan(^8..).Clear();
        Random random = new(7);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = [.. file];
            for (int i = random.Next(1, 4); i > 0; i--) { damaged[random.Next(9, damaged.Length)] = (byte)random.Next(256); }
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                RdbReader reader = new(new MemoryStream(damaged));
                while (reader.ReadKey()) { _ = reader.ReadValue(s_everything, "damaged", out _); }
            }
            catch (RdbFormatException e) { Assert.InRange(e.Position, 0, damaged.Length); }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        }
    }

    [Theory]
    [InlineData("", "too short")]
    [InlineData("HTTP/1.1 200 OK", "no RDB")]
    [InlineData("REDIS00x1", "no RDB")]
    [InlineData("VALKEY080", "Valkey 9")]
    [InlineData("REDIS0079\u00f1", "newest known is 12")]
    public void What_is_no_RDB_is_said(string text, string expected)
    {
        RdbFormatException e = Assert.Throws<RdbFormatException>(() => ReadToEnd(Encoding.Latin1.GetBytes(text)));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("123456789", 0xe9c6d914c4b8d9ca)]
    [InlineData("", 0)]
    public void The_checksum_is_that_of_the_server(string text, ulong expected) => Assert.Equal(expected, Crc64.Append(0, Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_checksum_taken_in_pieces_is_the_same()
    {
        byte[] bytes = RdbFixture.Noise(1000);
        ulong whole = Crc64.Append(0, bytes);
        for (int cut = 0; cut <= bytes.Length; cut += 7) { Assert.Equal(whole, Crc64.Append(Crc64.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut))); }
    }

    // A file with every kind of value in a few hundred bytes, so that every byte of it can be damaged.
    private static byte[] Small()
    {
        byte[] zip = RdbFixture.Ziplist("a", 5, "b", 300);
        byte[] body =
        [
            .. "REDIS0011"u8, 0xfa, .. RdbFixture.String("redis-ver"), .. RdbFixture.String("7.2.0"), 0xfe, 0, 0xfb, 3, 1,
            0xfc, 1, 2, 3, 4, 5, 6, 0, 0, 0, .. RdbFixture.String("text"), .. RdbFixture.String("value"),
            0, .. RdbFixture.String("number"), 0xc1, 0x39, 0x30,
            0, .. RdbFixture.String("packed"), 0xc3, 4, 12, 0, (byte)'a', 0xe0, 2,
            (byte)RdbTypeCode.ListQuicklist, .. RdbFixture.String("list"), 1, .. RdbFixture.String(zip),
            (byte)RdbTypeCode.HashZiplist, .. RdbFixture.String("hash"), .. RdbFixture.String(zip),
            (byte)RdbTypeCode.SetIntset, .. RdbFixture.String("intset"), 12, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 2, 0,
            (byte)RdbTypeCode.SetListpack, .. RdbFixture.String("set"), 14, 14, 0, 0, 0, 2, 0, 5, 1, 0x83, .. "xyz"u8, 4, 0xff,
            (byte)RdbTypeCode.SortedSet2, .. RdbFixture.String("zset"), 1, .. RdbFixture.String("m"), 0, 0, 0, 0, 0, 0, 0xf8, 0x3f,
            (byte)RdbTypeCode.Module, .. RdbFixture.String("module"), 0x81, 1, 2, 3, 4, 5, 6, 7, 8, 5, .. RdbFixture.String("part"), 2, 7, 0,
            0xff,
        ];
        byte[] file = Seal(body);
        _ = ReadToEnd(file);
        return file;
    }

    private static byte[] Seal(byte[] body) => [.. body, .. BitConverter.GetBytes(Crc64.Append(0, body))];

    private static RdbReader ReadToEnd(byte[] file)
    {
        RdbReader reader = new(new MemoryStream(file));
        while (reader.ReadKey())
        {
            // Walked over by the next call.
        }

        return reader;
    }

    private static List<string> Flat(RedisValue value) => value.Value switch
    {
        string text => [text],
        byte[] bytes => [Convert.ToHexString(bytes)],
        IDictionary map => [.. map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(name => $"{name}={One(map[name])}")],
        IEnumerable items when value.Type == "set" => [.. items.Cast<object?>().Select(One).Order(StringComparer.Ordinal)],
        IEnumerable items => [.. items.Cast<object?>().Select(One)],
        _ => [One(value.Value)],
    };

    private static string One(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        SortedSetMember member => string.Create(CultureInfo.InvariantCulture, $"{One(member.Member)}@{member.Score:R}"),
        StreamEntry entry => $"{entry.Id} {string.Join(' ', entry.Fields.Select(field => $"{field.Key}={One(field.Value)}"))}",
        _ => value?.ToString() ?? "",
    };
}
