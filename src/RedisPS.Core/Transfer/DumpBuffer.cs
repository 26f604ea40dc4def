using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using RedisPS.Client;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Transfer;

/// <summary>Puts the parts of a container together in memory; where they go is its owner's business.</summary>
internal sealed class DumpBuffer : IDisposable
{
    private const int Usual = 1 << 20;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Usual);
    private ulong _chain;

    /// <summary>How many keys were written.</summary>
    public long Keys { get; private set; }

    /// <summary>How many bytes wait.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that wait.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    public void Header(KeyFileHeader header, ushort flags)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header, KeyFileJson.Default.KeyFileHeader);
        int begin = Count;
        Span<byte> span = Take(DumpFormat.FixedHeader + text.Length + DumpFormat.CrcBytes);
        DumpFormat.Magic.CopyTo(span);
        BinaryPrimitives.WriteUInt16LittleEndian(span[8..], DumpFormat.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(span[10..], flags);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], text.Length);
        text.CopyTo(span[DumpFormat.FixedHeader..]);
        _ = Seal(_bytes.AsSpan(begin, Count - begin));
    }

    public void Key(int database, ReadOnlySpan<byte> key, long? expiresAt, ReadOnlySpan<byte> payload)
    {
        Span<byte> span = Take(checked(DumpFormat.KeyHeader + key.Length + payload.Length + DumpFormat.CrcBytes));
        span[0] = DumpFormat.Key;
        BinaryPrimitives.WriteInt32LittleEndian(span[1..], database);
        BinaryPrimitives.WriteInt32LittleEndian(span[5..], key.Length);
        BinaryPrimitives.WriteInt64LittleEndian(span[9..], expiresAt ?? -1);
        BinaryPrimitives.WriteInt32LittleEndian(span[17..], payload.Length);
        key.CopyTo(span[DumpFormat.KeyHeader..]);
        payload.CopyTo(span[(DumpFormat.KeyHeader + key.Length)..]);
        Link(Seal(span));
        Keys++;
    }

    /// <summary>What goes before the keys that are in the buffer now.</summary>
    public byte[] Batch(int keys)
    {
        byte[] bytes = new byte[DumpFormat.BatchBytes];
        bytes[0] = DumpFormat.Batch;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), keys);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(5), Count);
        Link(Seal(bytes));
        return bytes;
    }

    public void Void()
    {
        Span<byte> span = Take(DumpFormat.VoidBytes);
        span[0] = DumpFormat.Void;
        Link(Seal(span));
    }

    public void End()
    {
        Span<byte> span = Take(DumpFormat.EndBytes);
        span[0] = DumpFormat.End;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], Keys);
        BinaryPrimitives.WriteUInt64LittleEndian(span[9..], _chain);
        _ = Seal(span);
    }

    public void Clear()
    {
        Count = 0;
        if (_bytes.Length <= 4 * Usual) { return; }

        // A rare large value must not keep its memory for good.
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(Usual);
    }

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        Count = 0;
        if (bytes.Length > 0) { ArrayPool<byte>.Shared.Return(bytes); }
    }

    private static ulong Seal(Span<byte> part)
    {
        ulong crc = Crc64.Append(0, part[..^DumpFormat.CrcBytes]);
        BinaryPrimitives.WriteUInt64LittleEndian(part[^DumpFormat.CrcBytes..], crc);
        return crc;
    }

    private void Link(ulong crc)
    {
        Span<byte> bytes = stackalloc byte[DumpFormat.CrcBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, crc);
        _chain = Crc64.Append(_chain, bytes);
    }

    private Span<byte> Take(int count)
    {
        ObjectDisposedException.ThrowIf(_bytes.Length == 0, this);
        if (_bytes.Length - Count < count)
        {
            if ((long)Count + count > Array.MaxLength) { throw new TransferException(TransferFailure.NotWritable, "The values of these keys are together larger than 2 GB, which cannot be held at once.", "Take the large keys by themselves: Find-RedisKey -Largest shows them."); }
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(checked((long)Count + count), 2L * _bytes.Length)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        Count += count;
        return _bytes.AsSpan(Count - count, count);
    }
}
