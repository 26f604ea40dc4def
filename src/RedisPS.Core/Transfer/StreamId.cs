using System.Buffers.Binary;
using System.Globalization;

namespace RedisPS.Core.Transfer;

/// <summary>The id of an entry.</summary>
/// <param name="Milliseconds">Its first part.</param>
/// <param name="Sequence">Its second part.</param>
internal readonly record struct StreamId(ulong Milliseconds, ulong Sequence)
{
    public static StreamId From(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public static bool TryParse(string? text, out StreamId id)
    {
        id = default;
        if (text?.Split('-') is not [var first, var second]
            || !ulong.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out ulong milliseconds)
            || !ulong.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out ulong sequence))
        {
            return false;
        }

        id = new StreamId(milliseconds, sequence);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Sequence}");
}
