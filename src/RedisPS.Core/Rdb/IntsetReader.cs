using System.Buffers.Binary;

namespace RedisPS.Core.Rdb;

/// <summary>Reads a set of integers (intset.c): sorted, all of one width.</summary>
internal ref struct IntsetReader
{
    private const int Header = 8;

    private readonly ReadOnlySpan<byte> _blob;
    private readonly int _width;
    private int _at = Header;

    public IntsetReader(ReadOnlySpan<byte> blob)
    {
        uint width = blob.Length < Header ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(blob);
        if (width is not (2 or 4 or 8) || Header + ((long)width * BinaryPrimitives.ReadUInt32LittleEndian(blob[4..])) != blob.Length)
        {
            throw new InvalidDataException("an intset's size does not fit its bytes");
        }

        _blob = blob;
        _width = (int)width;
    }

    /// <summary>The next element; false at the end.</summary>
    public bool Next(out PackedItem item)
    {
        item = default;
        if (_at == _blob.Length) { return false; }
        ReadOnlySpan<byte> bytes = _blob.Slice(_at, _width);
        item = new PackedItem(_width switch
        {
            2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        });
        _at += _width;
        return true;
    }
}
