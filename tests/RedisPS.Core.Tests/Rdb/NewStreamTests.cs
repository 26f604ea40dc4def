using RedisPS.Core.Rdb;
using RedisPS.Core.Transfer;
using RedisPS.Core.Values;
using Xunit;

namespace RedisPS.Core.Tests.Rdb;

/// <summary>
/// Streams of servers that are newer than those of this machine, put together as rdb.c of Redis 8.6 and 8.8 writes them (and librdb reads them):
/// behind the groups what producers have sent, and behind the consumers of a group what they handed back.
/// </summary>
public sealed class NewStreamTests
{
    private static readonly byte[] s_id = [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1];
    private static readonly byte[] s_never = [0x40, 100, 0x40, 100, 0, 0, 0];
    private static readonly byte[] s_producers = [60, 0x40, 100, 2, .. RdbFixture.String("p1"), 2, .. RdbFixture.String("iid-1"), 5, 1, .. RdbFixture.String([0xff, 0]), 7, 0, .. RdbFixture.String("p2"), 0, 2, 1];

    public static TheoryData<byte, bool, byte[], bool> Streams => new()
    {
        { (byte)RdbTypeCode.Stream3, false, [], true },
        { (byte)RdbTypeCode.Stream4, false, s_never, true },
        { (byte)RdbTypeCode.Stream4, false, s_producers, false },
        { (byte)RdbTypeCode.Stream5, false, s_never, true },
        { (byte)RdbTypeCode.Stream5, true, s_never, false },
        { (byte)RdbTypeCode.Stream5, true, s_producers, false },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void They_are_read_to_their_end_and_not_further(byte code, bool handedBack, byte[] producers, bool canBeRebuilt)
    {
        byte[] body = [.. Stream(code, handedBack), .. producers];
        byte[] file = Seal([.. "REDIS0014"u8, code, .. RdbFixture.String("new"), .. body, 0, .. RdbFixture.String("next"), .. RdbFixture.String("value"), 0xff]);

        RdbReader reader = new(new MemoryStream(file));
        Assert.True(reader.ReadKey());
        RedisValue value = reader.ReadValue(new RedisValueOptions(), "", out RdbValueFacts facts);
        Assert.Equal(("stream", 1L, body.Length), (value.Type, facts.Length, (int)facts.SerializedBytes));
        StreamEntry entry = Assert.Single((IEnumerable<StreamEntry>)value.Value!);
        Assert.Equal("5-1 f=v", $"{entry.Id} {entry.Fields[0].Key}={entry.Fields[0].Value}");
        Assert.True(reader.ReadKey());
        Assert.Equal("next", reader.Current.Key.ToString());
        Assert.False(reader.ReadKey());
        Assert.Equal(RdbChecksum.Good, reader.Checksum);

        // What no command can bring back goes as it is.
        byte[] payload = [code, .. body, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        KeyContent content = KeyContentSink.Read(payload);
        Assert.Equal(("stream", canBeRebuilt), (content.Type, content.Dump is null));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void One_that_ends_early_is_found(byte code, bool handedBack, byte[] producers, bool canBeRebuilt)
    {
        _ = canBeRebuilt;
        byte[] file = [.. "REDIS0014"u8, code, .. RdbFixture.String("new"), .. Stream(code, handedBack), .. producers, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(1, RdbTally.Read(new MemoryStream(file)).KeysByType["stream"]);
        for (int length = 9; length < file.Length; length++) { _ = Assert.Throws<RdbFormatException>(() => RdbTally.Read(new MemoryStream(file[..length]))); }
    }

    [Fact]
    public void More_handed_back_than_is_pending_is_damage()
    {
        byte[] body = Stream((byte)RdbTypeCode.Stream5, handedBack: true);
        int count = body.Length - s_id.Length - 1;
        Assert.Equal(1, body[count]);
        body[count] = 2;
        byte[] file = [.. "REDIS0014"u8, (byte)RdbTypeCode.Stream5, .. RdbFixture.String("new"), .. body, .. s_id, .. s_never, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Contains("handed back", Assert.Throws<RdbFormatException>(() => RdbTally.Read(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_producers_have_sent_does_not_make_it_another_value()
    {
        byte[] Digest(bool handedBack, byte[] producers) =>
            ValueDigest.Of([(byte)RdbTypeCode.Stream5, .. Stream((byte)RdbTypeCode.Stream5, handedBack), .. producers, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0).Digest!;
        Assert.Equal(Digest(false, s_never), Digest(false, s_producers));
        Assert.NotEqual(Digest(false, s_never), Digest(true, s_never));
    }

    // One entry 5-1 with f=v; one group, to which it was delivered, with one consumer, who has it or handed it back.
    private static byte[] Stream(byte code, bool handedBack)
    {
        byte[] items = [1, 1, 0, 1, 1, 1, 0x81, (byte)'f', 2, 0, 1, 2, 1, 0, 1, 0, 1, 0x81, (byte)'v', 2, 4, 1];
        byte[] node = [(byte)(items.Length + 7), 0, 0, 0, 10, 0, .. items, 0xff];
        byte[] time = [0, 0x60, 0x5c, 0x8b, 0x9a, 1, 0, 0];
        byte[] back = code == (byte)RdbTypeCode.Stream5 ? handedBack ? [1, .. s_id] : [0] : [];
        return
        [
            1, .. RdbFixture.String(s_id), .. RdbFixture.String(node), 1, 5, 1, 5, 1, 0, 0, 1,
            1, .. RdbFixture.String("group"), 5, 1, 1, 1, .. s_id, .. time, 1,
            1, .. RdbFixture.String("consumer"), .. time, .. time, .. handedBack ? new byte[] { 0 } : [1, .. s_id], .. back,
        ];
    }

    private static byte[] Seal(byte[] body) => [.. body, .. BitConverter.GetBytes(Crc64.Append(0, body))];
}
