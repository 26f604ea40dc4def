using System.Globalization;
using System.Numerics;

namespace RedisPS.Runner.Objects;

/// <summary>PowerShell's number literals: 12, 0x1f, 1.5, 1e3, 5l, 2d and the multipliers kb mb gb tb pb.</summary>
internal static class NumberText
{
    internal static bool TryParse(ReadOnlySpan<char> text, out object? number)
    {
        number = null;
        ReadOnlySpan<char> rest = text;
        bool negative = false;
        if (rest.Length > 0 && rest[0] is '-' or '+')
        {
            negative = rest[0] == '-';
            rest = rest[1..];
        }

        if (rest.IsEmpty || !(char.IsAsciiDigit(rest[0]) || (rest[0] == '.' && rest.Length > 1 && char.IsAsciiDigit(rest[1]))))
        {
            return false;
        }

        long multiplier = TakeMultiplier(ref rest);
        if (rest.Length > 2 && rest[0] == '0' && rest[1] is 'x' or 'X')
        {
            return TryHex(rest[2..], negative, multiplier, out number);
        }

        char suffix = '\0';
        if (rest.Length > 1 && rest[^1] is 'l' or 'L' or 'd' or 'D')
        {
            suffix = char.ToLowerInvariant(rest[^1]);
            rest = rest[..^1];
        }

        bool real = rest.IndexOfAny('.', 'e', 'E') >= 0;
        return real || suffix == 'd'
            ? TryReal(rest, negative, multiplier, suffix, out number)
            : TryInteger(rest, negative, multiplier, suffix, out number);
    }

    private static long TakeMultiplier(ref ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[^1] is not ('b' or 'B'))
        {
            return 1;
        }

        int power = char.ToLowerInvariant(text[^2]) switch { 'k' => 1, 'm' => 2, 'g' => 3, 't' => 4, 'p' => 5, _ => 0 };
        if (power == 0)
        {
            return 1;
        }

        text = text[..^2];
        return 1L << (10 * power);
    }

    private static bool TryHex(ReadOnlySpan<char> digits, bool negative, long multiplier, out object? number)
    {
        number = null;
        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits))
        {
            return false;
        }

        // 0xFFFFFFFF is -1, as eight digits are an int.
        BigInteger value = digits.Length <= 8 ? unchecked((int)(uint)bits) : unchecked((long)bits);
        number = Narrow((negative ? -value : value) * multiplier, wide: false);
        return true;
    }

    private static bool TryInteger(ReadOnlySpan<char> digits, bool negative, long multiplier, char suffix, out object? number)
    {
        number = null;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        BigInteger value = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * multiplier;
        number = Narrow(negative ? -value : value, wide: suffix == 'l');
        return suffix != 'l' || number is long;
    }

    private static bool TryReal(ReadOnlySpan<char> text, bool negative, long multiplier, char suffix, out object? number)
    {
        number = null;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (suffix == 'd')
        {
            if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal exact) || Math.Abs(exact) > decimal.MaxValue / multiplier)
            {
                return false;
            }

            number = (negative ? -exact : exact) * multiplier;
            return true;
        }

        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out double value))
        {
            return false;
        }

        value *= multiplier;
        value = negative ? -value : value;
        if (suffix != 'l')
        {
            number = value;
            return true;
        }

        // 2^63 itself is one too many.
        if (!(Math.Round(value) is >= long.MinValue and < -(double)long.MinValue))
        {
            return false;
        }

        number = Convert.ToInt64(value);
        return true;
    }

    private static object Narrow(BigInteger value, bool wide)
    {
        if (!wide && value >= int.MinValue && value <= int.MaxValue)
        {
            return (int)value;
        }

        if (value >= long.MinValue && value <= long.MaxValue)
        {
            return (long)value;
        }

        try
        {
            return (decimal)value;
        }
        catch (OverflowException)
        {
            return (double)value;
        }
    }
}
