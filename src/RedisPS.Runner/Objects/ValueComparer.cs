using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RedisPS.Runner.Objects;

/// <summary>Comparison as PowerShell's operators do it: the left side decides what is compared.</summary>
internal static class ValueComparer
{
    internal static bool AreEqual(object? first, object? second, bool ignoreCase)
    {
        first = PSObject.Unwrap(first);
        second = PSObject.Unwrap(second);
        if (first is null || second is null)
        {
            return first is null && second is null;
        }

        if (first is string text)
        {
            return string.Equals(text, TextConverter.ToText(second), ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        if (first.Equals(second))
        {
            return true;
        }

        if (ValueConverter.IsNumber(first) && ValueConverter.IsNumber(second))
        {
            return CompareNumbers(first, second) == 0;
        }

        if (!ValueConverter.TryConvert(second, first.GetType(), out object? converted, out _) || converted is null)
        {
            return false;
        }

        return first.Equals(converted);
    }

    internal static int Compare(object? first, object? second, bool ignoreCase)
    {
        first = PSObject.Unwrap(first);
        second = PSObject.Unwrap(second);
        if (first is null || second is null)
        {
            return CompareWithNull(first, second);
        }

        if (first is string text)
        {
            return TextOrder.Compare(text, TextConverter.ToText(second), ignoreCase);
        }

        if (ValueConverter.IsNumber(first) && ValueConverter.IsNumber(second))
        {
            return CompareNumbers(first, second);
        }

        if (!ValueConverter.TryConvert(second, first.GetType(), out object? converted, out string? reason))
        {
            throw new RuntimeException($"Could not compare \"{TextConverter.ToText(first)}\" to \"{TextConverter.ToText(second)}\". Error: \"{reason}\"");
        }

        if (first is IComparable comparable)
        {
            return comparable.CompareTo(converted);
        }

        if (first.Equals(second))
        {
            return 0;
        }

        throw new RuntimeException($"Cannot compare \"{TextConverter.ToText(first)}\" because it is not IComparable.");
    }

    // A number that is negative is less than nothing; anything else is more.
    private static int CompareWithNull(object? first, object? second)
    {
        if (first is null && second is null)
        {
            return 0;
        }

        object value = first ?? second!;
        int sign = first is null ? -1 : 1;
        return ValueConverter.IsNumber(value) && CompareNumbers(value, 0) < 0 ? -sign : sign;
    }

    private static int CompareNumbers(object first, object second)
    {
        if (first is double or float || second is double or float)
        {
            return Convert.ToDouble(first, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(second, CultureInfo.InvariantCulture));
        }

        return Convert.ToDecimal(first, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(second, CultureInfo.InvariantCulture));
    }
}
