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

        return TryGetPattern(inputData, out string? pattern) ? new[] { pattern } : throw NotAPattern(value);
    }

    /// <summary>The pattern that text is, or a number: PowerShell makes one of a bare word such as 42, and 007 brings its text along.</summary>
    internal static bool TryGetPattern(object? input, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? pattern)
    {
        pattern = Unwrapped(input) switch
        {
            string text => text,
            byte or short or ushort or int or uint or long or ulong or double or decimal =>
                input is PSObject written ? written.ToString() : Convert.ToString(input, System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
        return pattern is not null;
    }

    private static object Unwrapped(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value)!;

    // The inner exception tells the binder that another parameter may take the object.
    private static ArgumentTransformationMetadataException NotAPattern(object? value) =>
        new($"'{value}' is not a pattern: give text.", new PSInvalidCastException($"'{value}' is not text."));
}
