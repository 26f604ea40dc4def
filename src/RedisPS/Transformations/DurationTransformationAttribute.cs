using System.Globalization;
using System.Management.Automation;
using RedisPS.Core;

namespace RedisPS.Transformations;

/// <summary>Makes a TimeSpan of <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>1d</c>, <c>1w</c>, <c>00:05:00</c>, <c>PT5M</c>, a TimeSpan, or a number of seconds.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case TimeSpan span:
                return span;
            case string text when DurationText.TryParse(text, out TimeSpan parsed):
                return parsed;

            // PowerShell reads a bare 30d as the decimal number 30. A word that was typed brings its text along; a value from a
            // variable does not, and thirty seconds in place of thirty days would empty a database.
            case decimal when inputData is PSObject typed && typed.ToString() is { } word && char.IsAsciiLetter(word[^1]) && DurationText.TryParse(word, out TimeSpan meant):
                return meant;
            case decimal number:
                string days = number.ToString(CultureInfo.InvariantCulture);
                throw new ArgumentTransformationMetadataException($"'{days}' is a decimal number, and PowerShell makes one of {days}d: write '{days}d' in quotes for days, or [double]{days} for seconds.");

            // A number is seconds; PowerShell itself would make ticks of it, and days of the text "5".
            case byte or short or ushort or int or uint or long or ulong or float or double
                when DurationText.TryFromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture), out TimeSpan seconds):
                return seconds;
            default:
                throw new ArgumentTransformationMetadataException($"'{value}' is not a duration. Use {DurationText.Forms}.");
        }
    }
}
