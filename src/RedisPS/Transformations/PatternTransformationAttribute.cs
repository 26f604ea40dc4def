using System.Collections;
using System.Management.Automation;

namespace RedisPS.Transformations;

/// <summary>
/// Takes text as patterns, and nothing else: an object from the pipeline must not become a pattern by way of what it is displayed as.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PatternTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = Unwrapped(inputData);
        if (value is string text)
        {
            return new[] { text };
        }

        if (value is not IDictionary && value is IEnumerable many)
        {
            List<string> patterns = [];
            foreach (object? item in many)
            {
                patterns.Add(Unwrapped(item) as string ?? throw NotAPattern(item));
            }

            return patterns.ToArray();
        }

        // Numbers are what PowerShell makes of a bare word such as 42; 007 brings its text along.
        return value is IFormattable and ValueType and not Client.RedisKey
            ? new[] { inputData is PSObject written ? written.ToString() : ((IFormattable)value).ToString(null, System.Globalization.CultureInfo.InvariantCulture) }
            : throw NotAPattern(value);
    }

    private static object Unwrapped(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value)!;

    // The inner exception tells the binder that another parameter may take the object.
    private static ArgumentTransformationMetadataException NotAPattern(object? value) =>
        new($"'{value}' is not a pattern: give text.", new PSInvalidCastException($"'{value}' is not text."));
}
