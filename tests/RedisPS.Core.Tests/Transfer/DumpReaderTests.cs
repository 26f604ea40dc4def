using System.Buffers.Binary;
using RedisPS.Client;
using RedisPS.Core.Rdb;
using RedisPS.Core.Transfer;
using Xunit;

namespace RedisPS.Core.Tests.Transfer;

public sealed class DumpReaderTests
{
    private static readonly byte[] s_value = [0, 5, (byte)'v', (byte)'a', (byte)'l', (byte)'u', (byte)'e', 10, 0, 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void What_is_written_is_read()
    {
        using DumpReader reader = Open(Sample());
        Assert.Equal("here:1", reader.Header.Server);
        Assert.True(reader.Read());
        Assert.Equal((1L, 0, (RedisKey)"one", null, "string"), (reader.Current.Number, reader.Current.Database, reader.Current.Key, reader.Current.ExpiresAt, reader.Current.Type));
        Assert.Equal(s_value, reader.Current.Payload.ToArray());
        Assert.True(reader.Read());
        Assert.Equal((7, new RedisKey([0xff, 0]), 4_000_000_000_123), (reader.Current.Database, reader.Current.Key, reader.Current.ExpiresAt));
        Assert.True(reader.Read());
        Assert.Equal(0, reader.Current.Key.Length);
        Assert.False(reader.Read());
    }

    [Fact]
    public void Wherever_it_is_cut_it_is_found()
    {
        byte[] whole = Sample();
        for (int length = 0; length < whole.Length; length++) { _ = Assert.Throws<TransferException>(() => ReadAll(whole[..length])); }
    }

    [Fact]
    public void Any_bit_that_flips_is_found()
    {
        byte[] whole = Sample();
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            _ = Assert.Throws<TransferException>(() => ReadAll(flipped));
        }
    }

    [Fact]
    public void A_record_that_is_gone_twice_there_or_elsewhere_is_found()
    {
        byte[] whole = Sample();
        int first = whole.AsSpan().IndexOf("one"u8) - DumpFormat.KeyHeader;
        int length = DumpFormat.KeyHeader + 3 + s_value.Length + DumpFormat.CrcBytes;
        int second = first + length;
        int secondLength = DumpFormat.KeyHeader + 2 + s_value.Length + DumpFormat.CrcBytes;
        TransferException gone = Assert.Throws<TransferException>(() => ReadAll([.. whole[..first], .. whole[second..]]));
        Assert.Contains("its end says 3 keys, and there are 2", gone.Message, StringComparison.Ordinal);
        _ = Assert.Throws<TransferException>(() => ReadAll([.. whole[..second], .. whole[first..]]));
        TransferException elsewhere = Assert.Throws<TransferException>(() =>
            ReadAll([.. whole[..first], .. whole[second..(second + secondLength)], .. whole[first..second], .. whole[(second + secondLength)..]]));
        Assert.Contains("another order", elsewhere.Message, StringComparison.Ordinal);
        _ = Assert.Throws<TransferException>(() => ReadAll([.. whole, 0]));
    }

    [Theory]
    [InlineData(5, uint.MaxValue)]
    [InlineData(17, uint.MaxValue)]
    [InlineData(17, int.MaxValue - 64)]
    [InlineData(1, uint.MaxValue)]
    public void A_length_that_cannot_be_true_costs_an_error_that_names_the_record(int at, uint claim)
    {
        byte[] whole = Sample();
        int second = whole.AsSpan().IndexOf("one"u8) - DumpFormat.KeyHeader + DumpFormat.KeyHeader + 3 + s_value.Length + DumpFormat.CrcBytes;
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(second + at), claim);
        int length = DumpFormat.KeyHeader + 2 + s_value.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(whole.AsSpan(second + length), Crc64.Append(0, whole.AsSpan(second, length)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        TransferException error = Assert.Throws<TransferException>(() => ReadAll(whole));
        Assert.Contains("record 2", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Another_kind_of_file_is_named_as_such()
    {
        TransferException error = Assert.Throws<TransferException>(() => ReadAll("REDIS0011 and so on"u8.ToArray()));
        Assert.Equal(TransferFailure.UnknownFormat, error.Failure);
    }

    private static byte[] Sample()
    {
        using MemoryStream stream = new();
        using DumpWriter writer = new(stream, new KeyFileHeader { Server = "here:1" });
        writer.Add(0, "one", null, s_value);
        writer.Add(7, new RedisKey([0xff, 0]), 4_000_000_000_123, s_value);
        writer.Add(0, "", 0, s_value);
        writer.End();
        return stream.ToArray();
    }

    private static DumpReader Open(byte[] bytes) => new(new MemoryStream(bytes), "file");

    private static void ReadAll(byte[] bytes)
    {
        using DumpReader reader = Open(bytes);
        while (reader.Read())
        {
        }
    }
}
