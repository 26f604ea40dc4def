using System.Globalization;
using System.Management.Automation;

namespace RedisPS.Transformations;

/// <summary>Makes percent of <c>10%</c>, <c>10</c>, or a share below one such as <c>0.1</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PercentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        string text = Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? "";
        bool sign = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            double percent = !sign && number < 1 ? number * 100 : number;
            if (percent is >= 0 and <= 100)
            {
                return percent;
            }
        }

        throw new ArgumentTransformationMetadataException($"'{value}' is not a share. Use 10%, 10 or 0.1.");
    }
}
