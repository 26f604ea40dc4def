using System.Globalization;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Formatting;

/// <summary>A value of a view: a property, formatted or not, or a fixed text.</summary>
internal sealed record FormatItem(string? Property, string? Text, string? Format, TextAlignment Alignment = TextAlignment.Undefined)
{
    /// <summary>A column made from a property rather than from a view shows fractions with two digits.</summary>
    internal bool IsPlainColumn { get; init; }

    internal string ValueOf(object target)
    {
        if (Property is null)
        {
            return Text ?? string.Empty;
        }

        object? value = PropertyAccess.Get(target, Property);
        return Format is null ? DisplayText.Of(value, IsPlainColumn) : Formatted(Format, value);
    }

    internal static string Formatted(string format, object? value)
    {
        value = System.Management.Automation.PSObject.Unwrap(value) ?? string.Empty;
        try
        {
            if (format.Contains("{0", StringComparison.Ordinal) || format.Contains('}', StringComparison.Ordinal))
            {
                return string.Format(CultureInfo.InvariantCulture, format, value);
            }

            return value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : DisplayText.Of(value);
        }
        catch (FormatException)
        {
            return DisplayText.Of(value);
        }
    }
}
