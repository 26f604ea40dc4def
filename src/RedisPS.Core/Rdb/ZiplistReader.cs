using System.Buffers.Binary;

namespace RedisPS.Core.Rdb;

/// <summary>Reads a ziplist (ziplist.c), and refuses one whose sizes do not fit together.</summary>
internal ref struct ZiplistReader
{
    private const int Header = 10;
    private const int CountUnknown = 0xffff;
    private const byte LongPrevious = 0xfe;

    private readonly ReadOnlySpan<byte> _blob;
    private readonly int _claimed;
    private int _at = Header;
    private int _previous;
    private int _read;

    public ZiplistReader(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < Header + 1 || BinaryPrimitives.ReadUInt32LittleEndian(blob) != blob.Length || blob[^1] != 0xff)
        {
            throw new InvalidDataException("a ziplist's size does not fit its bytes");
        }

        _blob = blob;
        _claimed = BinaryPrimitives.ReadUInt16LittleEndian(blob[8..]);
    }

    /// <summary>The next element; false at the end.</summary>
    public bool Next(out PackedItem item)
    {
        item = default;
        if (_at >= _blob.Length) { throw new InvalidDataException("a ziplist runs past its end"); }
        if (_blob[_at] == 0xff)
        {
            bool whole = _at == _blob.Length - 1 && (_claimed == CountUnknown || _claimed == _read);
            return whole ? false : throw new InvalidDataException("a ziplist ends before its last element");
        }

        int begin = _at;
        long previous = Take(1)[0];
        if (previous == LongPrevious) { previous = BinaryPrimitives.ReadUInt32LittleEndian(Take(4)); }
        if (previous != _previous) { throw new InvalidDataException("a ziplist's element has two sizes"); }
        byte kind = Take(1)[0];
        item = kind switch
        {
            < 0x40 => new PackedItem(Take(kind)),
            < 0x80 => new PackedItem(Take(((kind & 0x3f) << 8) | Take(1)[0])),
            0x80 => new PackedItem(Take(BinaryPrimitives.ReadUInt32BigEndian(Take(4)))),
            0xc0 => new PackedItem(BinaryPrimitives.ReadInt16LittleEndian(Take(2))),
            0xd0 => new PackedItem(BinaryPrimitives.ReadInt32LittleEndian(Take(4))),
            0xe0 => new PackedItem(BinaryPrimitives.ReadInt64LittleEndian(Take(8))),
            0xf0 => new PackedItem(ThreeBytes(Take(3))),
            0xfe => new PackedItem((sbyte)Take(1)[0]),
            >= 0xf1 and <= 0xfd => new PackedItem((long)((kind & 0x0f) - 1)),
            _ => throw new InvalidDataException("a ziplist holds an element of unknown kind"),
        };
        _previous = _at - begin;
        _read++;
        return true;
    }

    private static long ThreeBytes(ReadOnlySpan<byte> bytes) => (bytes[0] | (bytes[1] << 8) | (bytes[2] << 16)) << 8 >> 8;

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _blob.Length - _at) { throw new InvalidDataException("a ziplist's element runs past its end"); }
        _at += (int)count;
        return _blob.Slice(_at - (int)count, (int)count);
    }
}
