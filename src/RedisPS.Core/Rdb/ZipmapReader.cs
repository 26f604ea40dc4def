using System.Buffers.Binary;

namespace RedisPS.Core.Rdb;

/// <summary>Reads a zipmap, the small hash of Redis before 2.6 (zipmap.c): fields and values in turn.</summary>
internal ref struct ZipmapReader(ReadOnlySpan<byte> blob)
{
    private readonly ReadOnlySpan<byte> _blob = blob;
    private int _at = 1;

    /// <summary>The next field and its value; false at the end.</summary>
    public bool Next(out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        field = value = default;
        if (_at >= _blob.Length) { throw new InvalidDataException("a zipmap runs past its end"); }
        if (_blob[_at] == 0xff) { return _at == _blob.Length - 1 ? false : throw new InvalidDataException("a zipmap ends before its last field"); }
        field = Take(Length());
        long length = Length();
        int free = Take(1)[0];
        value = Take(length);
        _ = Take(free);
        return true;
    }

    private long Length()
    {
        byte first = Take(1)[0];
        return first switch
        {
            < 254 => first,
            254 => BinaryPrimitives.ReadUInt32LittleEndian(Take(4)),
            _ => throw new InvalidDataException("a zipmap ends in the middle of a field"),
        };
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _blob.Length - _at) { throw new InvalidDataException("a zipmap's field runs past its end"); }
        _at += (int)count;
        return _blob.Slice(_at - (int)count, (int)count);
    }
}
