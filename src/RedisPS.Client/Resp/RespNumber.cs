using System.Globalization;

namespace RedisPS.Client;

/// <summary>Numbers as they stand on the wire.</summary>
internal static class RespNumber
{
    /// <summary>Reads a signed decimal number of 64 bits; false when it is none, or too large.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty) { return false; }
        bool negative = text[0] == (byte)'-';
        if (negative || text[0] == (byte)'+') { text = text[1..]; }
        if (text.Length is 0 or > 19) { return false; }
        ulong sum = 0;
        foreach (byte b in text)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9) { return false; }
            sum = (sum * 10) + digit;
        }

        if (sum > (ulong)long.MaxValue + (negative ? 1UL : 0UL)) { return false; }
        value = negative ? unchecked(-(long)sum) : (long)sum;
        return true;
    }

    /// <summary>Reads a number as RESP3 writes doubles; false when it is none.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        if (text.SequenceEqual("inf"u8) || text.SequenceEqual("+inf"u8))
        {
            value = double.PositiveInfinity;
            return true;
        }

        if (text.SequenceEqual("-inf"u8))
        {
            value = double.NegativeInfinity;
            return true;
        }

        if (text.SequenceEqual("nan"u8) || text.SequenceEqual("-nan"u8))
        {
            value = double.NaN;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
