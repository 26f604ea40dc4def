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

            // A number is seconds; PowerShell itself would make ticks of it, and days of the text "5".
            case byte or short or ushort or int or uint or long or ulong or float or double or decimal
                when DurationText.TryFromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture), out TimeSpan seconds):
                return seconds;
            default:
                throw new ArgumentTransformationMetadataException($"'{value}' is not a duration. Use {DurationText.Forms}.");
        }
    }
}
