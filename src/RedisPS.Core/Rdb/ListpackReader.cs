using System.Buffers.Binary;

namespace RedisPS.Core.Rdb;

/// <summary>Reads a listpack (listpack.c), and refuses one whose sizes do not fit together.</summary>
internal ref struct ListpackReader
{
    private const int Header = 6;
    private const int CountUnknown = 0xffff;

    private readonly ReadOnlySpan<byte> _blob;
    private readonly int _claimed;
    private int _at = Header;
    private int _read;

    public ListpackReader(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < Header + 1 || BinaryPrimitives.ReadUInt32LittleEndian(blob) != blob.Length || blob[^1] != 0xff)
        {
            throw new InvalidDataException("a listpack's size does not fit its bytes");
        }

        _blob = blob;
        _claimed = BinaryPrimitives.ReadUInt16LittleEndian(blob[4..]);
    }

    /// <summary>The next element; false at the end.</summary>
    public bool Next(out PackedItem item)
    {
        item = default;
        if (_at >= _blob.Length) { throw new InvalidDataException("a listpack runs past its end"); }
        byte first = _blob[_at];
        if (first == 0xff)
        {
            bool whole = _at == _blob.Length - 1 && (_claimed == CountUnknown || _claimed == _read);
            return whole ? false : throw new InvalidDataException("a listpack ends before its last element");
        }

        int size = first switch
        {
            < 0x80 => 1,
            < 0xc0 => 1 + (first & 0x3f),
            < 0xe0 => 2,
            < 0xf0 => 2 + (((first & 0x0f) << 8) | Part(1)[0]),
            0xf0 => checked((int)Math.Min(int.MaxValue - 16, 5L + BinaryPrimitives.ReadUInt32LittleEndian(Part(4)))),
            0xf1 => 3,
            0xf2 => 4,
            0xf3 => 5,
            0xf4 => 9,
            _ => throw new InvalidDataException("a listpack holds an element of unknown kind"),
        };
        if (size > _blob.Length - _at) { throw new InvalidDataException("a listpack's element runs past its end"); }
        ReadOnlySpan<byte> bytes = _blob.Slice(_at, size);
        item = first switch
        {
            < 0x80 => new PackedItem(first),
            < 0xc0 => new PackedItem(bytes[1..]),
            < 0xe0 => new PackedItem((long)((((first & 0x1f) << 8) | bytes[1]) << 19 >> 19)),
            < 0xf0 => new PackedItem(bytes[2..]),
            0xf0 => new PackedItem(bytes[5..]),
            0xf1 => new PackedItem(BinaryPrimitives.ReadInt16LittleEndian(bytes[1..])),
            0xf2 => new PackedItem((long)((bytes[1] | (bytes[2] << 8) | (bytes[3] << 16)) << 8 >> 8)),
            0xf3 => new PackedItem(BinaryPrimitives.ReadInt32LittleEndian(bytes[1..])),
            _ => new PackedItem(BinaryPrimitives.ReadInt64LittleEndian(bytes[1..])),
        };
        _at += size;
        CheckBackLength(size);
        _read++;
        return true;
    }

    private readonly ReadOnlySpan<byte> Part(int count) =>
        _at + 1 + count <= _blob.Length ? _blob.Slice(_at + 1, count) : throw new InvalidDataException("a listpack's element runs past its end");

    // Behind each element stands its size, seven bits a byte, for reading backwards.
    private void CheckBackLength(int size)
    {
        int bytes = size < 1 << 7 ? 1 : size < 1 << 14 ? 2 : size < 1 << 21 ? 3 : size < 1 << 28 ? 4 : 5;
        if (bytes > _blob.Length - _at) { throw new InvalidDataException("a listpack's element runs past its end"); }
        long back = 0;
        for (int i = 0; i < bytes; i++) { back = (back << 7) | (uint)(_blob[_at + i] & 0x7f); }
        if (back != size) { throw new InvalidDataException("a listpack's element has two sizes"); }
        _at += bytes;
    }
}
