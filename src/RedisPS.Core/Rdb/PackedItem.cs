using System.Globalization;
using System.Text;

namespace RedisPS.Core.Rdb;

/// <summary>An element of a listpack, ziplist or intset: bytes, or a number that stands for its decimal text.</summary>
internal readonly ref struct PackedItem
{
    public PackedItem(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    public PackedItem(long integer)
    {
        IsInteger = true;
        Integer = integer;
    }

    public bool IsInteger { get; }

    public long Integer { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The bytes that the element has for a client.</summary>
    public byte[] ToArray() => IsInteger ? Encoding.ASCII.GetBytes(Integer.ToString(CultureInfo.InvariantCulture)) : Bytes.ToArray();

    /// <summary>The number that the element is; for counts, flags and differences of stream entries.</summary>
    public long AsInteger() =>
        IsInteger ? Integer
        : long.TryParse(Bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
        : throw new InvalidDataException("a number was expected");

    /// <summary>The score that the element is.</summary>
    public double AsScore() =>
        IsInteger ? Integer
        : double.TryParse(Bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out double score) ? score
        : Bytes.SequenceEqual("inf"u8) || Bytes.SequenceEqual("+inf"u8) ? double.PositiveInfinity
        : Bytes.SequenceEqual("-inf"u8) ? double.NegativeInfinity
        : throw new InvalidDataException("a score was expected");
}
