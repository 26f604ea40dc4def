using System.Globalization;
using System.Management.Automation;
using RedisPS.Core;

namespace RedisPS.Transformations;

/// <summary>Makes bytes of <c>512mb</c>, <c>2gb</c>, <c>2g</c>, a number, or PowerShell's own <c>2GB</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SizeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether <c>50%</c> is allowed too. The value is then a <see cref="ByteSize"/>, otherwise an Int64.</summary>
    public bool AllowPercent { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case ByteSize size when AllowPercent || size.Bytes is not null:
                return Result(size);
            case byte or short or ushort or int or uint or long or float or double or decimal
                when Convert.ToDouble(value, CultureInfo.InvariantCulture) is >= 0 and < long.MaxValue:
                return Result(new ByteSize(Convert.ToInt64(value, CultureInfo.InvariantCulture), null));
            case string text when ByteSize.TryParse(text, out ByteSize parsed) && (AllowPercent || parsed.Bytes is not null):
                return Result(parsed);
            default:
                throw new ArgumentTransformationMetadataException($"'{value}' is not a size. Use {ByteSize.Forms}{(AllowPercent ? " or 50%" : "")}.");
        }
    }

    private object Result(ByteSize size) => AllowPercent ? size : size.Bytes!.Value;
}
