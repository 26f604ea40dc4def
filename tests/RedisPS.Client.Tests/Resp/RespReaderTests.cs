using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace RedisPS.Client.Tests;

public class RespReaderTests
{
    [Fact]
    public void Any_reply_reads_the_same_however_it_is_cut()
    {
        Gen<(RespValue, int[])> cases =
            from value in RespTrees.Any
            from places in Gen.Choose(1, 400_000).ArrayOf()
            from near in Gen.Choose(1, 80).ArrayOf()
            select (value, places.Concat(near).ToArray());
        Prop.ForAll(Arb.From(cases), test =>
        {
            byte[] wire = RespEncoder.Resp3(test.Item1);
            RespReader reader = ChunkStream.Reader(wire, test.Item2);
            RespValue read = reader.ReadAsync().AsTask().GetAwaiter().GetResult();
            return wire.AsSpan().SequenceEqual(RespEncoder.Resp3(read)) && reader.BufferedBytes == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public async Task A_reply_reads_the_same_when_it_is_torn_at_every_single_byte()
    {
        byte[] wire = Encoding.UTF8.GetBytes(
            "|1\r\n+ttl\r\n:3\r\n%2\r\n$4\r\nname\r\n*5\r\n:-1\r\n,1.5\r\n#t\r\n_\r\n$-1\r\n+set\r\n~3\r\n$0\r\n\r\n=7\r\ntxt:a\r\n\r\n!5\r\nERR x\r\n");
        for (int place = 1; place < wire.Length; place++)
        {
            RespValue value = await ChunkStream.Reader(wire, place).ReadAsync();
            Assert.Equal(3, value.Attributes!.AsPairs().Single().Value.AsInteger());
            Assert.Equal(2, value.AsPairs().Count());
            Assert.Equal(5, value.Items[1].Items.Count);
            Assert.Equal("a\r\n", value.Items[3].Items[1].AsText());
            Assert.True(value.Items[3].Items[2].IsError);
        }

        RespValue dripped = await ChunkStream.Reader(wire, Enumerable.Range(1, wire.Length).ToArray()).ReadAsync();
        Assert.Equal(2, dripped.AsPairs().Count());
    }

    [Fact]
    public async Task A_page_of_SCAN_reads_the_same_when_it_is_torn_at_every_single_byte()
    {
        byte[] wire = [.. Encoding.ASCII.GetBytes("*2\r\n$20\r\n18446744073709551615\r\n*4\r\n$3\r\nabc\r\n$0\r\n\r\n$4\r\na\r\n\xff\r\n$12\r\nabcdefghijkl\r\n")];
        for (int place = 0; place < wire.Length; place++)
        {
            RespReader reader = ChunkStream.Reader([.. wire, .. wire], place, wire.Length + place);
            ScanReply reply = new();
            for (int page = 0; page < 2; page++)
            {
                Assert.Same(reply, await reader.ReadScanAsync(reply));
                Assert.Equal(ulong.MaxValue, reply.Cursor);
                Assert.Equal(["abc", "", "abcdefghijkl"], reply.Keys.Where(key => !key.IsBinary).Select(key => key.ToString()));
                Assert.Equal(4, reply.Keys.Count);
            }
        }
    }

    [Fact]
    public async Task An_error_instead_of_a_page_is_thrown_and_leaves_the_next_reply_in_place()
    {
        RespReader reader = ChunkStream.Reader("-NOPERM no\r\n*2\r\n:0\r\n*1\r\n+x\r\n"u8.ToArray());
        RedisServerException error = await Assert.ThrowsAsync<RedisServerException>(async () => await reader.ReadScanAsync(new ScanReply()));
        Assert.Equal("NOPERM", error.Code);
        ScanReply reply = await reader.ReadScanAsync(new ScanReply());
        Assert.Equal("x", reply.Keys.Single().ToString());
    }

    [Fact]
    public async Task A_page_with_a_very_long_key_is_read_through_a_growing_buffer()
    {
        string key = new('k', 900_000);
        byte[] wire = Encoding.ASCII.GetBytes($"*2\r\n$1\r\n7\r\n*2\r\n${key.Length}\r\n{key}\r\n$1\r\nz\r\n");
        RespReader reader = ChunkStream.Reader(wire, Enumerable.Range(1, 200).Select(i => i * 5000).ToArray());
        ScanReply reply = await reader.ReadScanAsync(new ScanReply());
        Assert.Equal([key, "z"], reply.Keys.Select(k => k.ToString()));
    }

    [Fact]
    public async Task Scalars_are_read_in_place_and_wait_for_their_last_byte()
    {
        byte[] wire = Encoding.ASCII.GetBytes("|1\r\n+a\r\n+b\r\n:12\r\n$3\r\nabc\r\n>2\r\n+invalidate\r\n*1\r\n+k\r\n+string\r\n_\r\n$-1\r\n*-1\r\n,2.5\r\n#t\r\n-ERR no\r\n(123\r\n=5\r\ntxt:x\r\n");
        for (int place = 1; place < wire.Length; place++)
        {
            RespReader reader = ChunkStream.Reader(wire, place);
            List<string> seen = [];
            while (seen.Count < 11)
            {
                if (reader.TryReadScalar(out RespScalar scalar)) { seen.Add($"{scalar.Type} {scalar.Integer} {Encoding.ASCII.GetString(scalar.Bytes)}"); }
                else { await reader.FillAsync(); }
            }

            Assert.Equal(
                ["Integer 12 ", "BlobString 0 abc", "SimpleString 0 string", "Null 0 ", "Null 0 ", "Null 0 ", "Double 0 2.5", "Boolean 1 ", "Error 0 ERR no", "BigNumber 0 123", "VerbatimString 0 x"],
                seen);
        }
    }

    [Fact]
    public async Task An_aggregate_header_tells_what_came_instead_and_leaves_it_to_be_read()
    {
        RespReader reader = ChunkStream.Reader("%2\r\n-ERR no\r\n*-1\r\n"u8.ToArray());
        await reader.FillAsync();
        Assert.True(reader.TryReadAggregateHeader(out RespType type, out long count));
        Assert.Equal((RespType.Map, 4L), (type, count));
        Assert.True(reader.TryReadAggregateHeader(out type, out count));
        Assert.Equal((RespType.Error, -1L), (type, count));
        Assert.True(reader.TryReadScalar(out RespScalar error));
        Assert.Equal(RespType.Error, error.Type);
        Assert.True(reader.TryReadAggregateHeader(out type, out count));
        Assert.Equal((RespType.Null, -1L), (type, count));
    }

    [Theory]
    [InlineData("*2147483648\r\n")]
    [InlineData("*99999999999999999999\r\n")]
    [InlineData("*100000000\r\n")]
    [InlineData("%4611686018427387905\r\n")]
    [InlineData("*-2\r\n")]
    [InlineData("%-1\r\n")]
    [InlineData("*x\r\n")]
    [InlineData("*\r\n")]
    [InlineData("$-2\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("$1 \r\n")]
    [InlineData("$3\r\nabcde\r\n")]
    [InlineData("!-1\r\n")]
    [InlineData("=3\r\nabc\r\n")]
    [InlineData("=6\r\nabcdef\r\n")]
    [InlineData(":12a\r\n")]
    [InlineData(":\r\n")]
    [InlineData(":9223372036854775808\r\n")]
    [InlineData("#x\r\n")]
    [InlineData("#\r\n")]
    [InlineData(",abc\r\n")]
    [InlineData("(12x\r\n")]
    [InlineData("_x\r\n")]
    [InlineData("+OK\rX")]
    [InlineData("$?\r\n")]
    [InlineData("*?\r\n")]
    [InlineData(";4\r\n")]
    [InlineData(".\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("*1\r\n>1\r\n+x\r\n")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n")]
    public async Task What_breaks_the_protocol_is_an_error_of_its_own_kind(string wire)
    {
        using ChunkStream stream = ChunkStream.Cut(Encoding.Latin1.GetBytes(wire));
        RespReader reader = ChunkStream.Reader(stream, new RespLimits { MaxDepth = 8 });
        _ = await Assert.ThrowsAsync<RedisProtocolException>(async () => await reader.ReadAsync());
    }

    [Fact]
    public void Random_bytes_end_in_a_reply_or_a_protocol_error_and_nothing_else()
    {
        Gen<byte[]> noise = Gen.OneOf(
            Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf(),
            Gen.Elements("*3\r\n", "$5\r\n", "\r\n", "%1\r\n", "abc", "-1", ":1\r\n", "|1\r\n", ">1\r\n", "_\r\n", "$-1\r\n", "~0\r\n", "=4\r\ntxt:\r\n").ArrayOf()
                .Select(parts => Encoding.ASCII.GetBytes(string.Concat(parts))));
        Prop.ForAll(Arb.From(noise), bytes =>
        {
            RespTreeParser parser = new(RespLimits.Default);
            int at = 0;
            try
            {
                while (parser.TryParse(bytes.AsSpan(at), out int consumed, out _)) { at += consumed; }
            }
            catch (RedisProtocolException)
            {
                // Refused, as it should be.
            }

            return at <= bytes.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData("$1000000000\r\nabc")]
    [InlineData("*60000000\r\n:1\r\n")]
    [InlineData("%30000000\r\n*1000000\r\n*1000000\r\n*1000000\r\n$900000000\r\nx")]
    public void A_length_that_promises_much_takes_no_memory_before_the_bytes_are_there(string wire)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(wire);
        RespTreeParser parser = new(RespLimits.Default);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(parser.TryParse(bytes, out _, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void A_large_string_takes_memory_in_proportion_to_what_has_arrived()
    {
        RespTreeParser parser = new(RespLimits.Default);
        Assert.False(parser.TryParse("$1000000000\r\n"u8, out _, out _));
        byte[] portion = new byte[64 << 10];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 16; i++) { Assert.False(parser.TryParse(portion, out _, out _)); }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1 << 20, 5 << 20);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_at_the_limit()
    {
        using ChunkStream stream = ChunkStream.Cut([(byte)'+', .. new byte[200_000]]);
        _ = await Assert.ThrowsAsync<RedisProtocolException>(async () => await ChunkStream.Reader(stream, RespLimits.Default).ReadAsync());
    }
}
