using System.Management.Automation;
using System.Text;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Output;

/// <summary>Objects as lines of comma-separated values, quoted as PowerShell quotes them.</summary>
/// <param name="delimiter">What stands between the values.</param>
/// <param name="header">Whether the first line names them.</param>
/// <param name="collections">What writes a collection; without it only its type is written, as PowerShell does.</param>
internal sealed class CsvText(char delimiter, bool header, JsonText? collections = null)
{
    private List<string>? _names;

    internal IEnumerable<string> Lines(object value)
    {
        if (_names is null)
        {
            _names = Names(value);
            if (header)
            {
                yield return Line(_names);
            }
        }

        yield return Line(_names.ConvertAll(name => Text(PropertyAccess.Get(value, name))));
    }

    private static List<string> Names(object value)
    {
        if (PSObject.Unwrap(value) is System.Collections.IDictionary dictionary)
        {
            return [.. dictionary.Keys.Cast<object>().Select(TextConverter.ToText)];
        }

        return PropertyAccess.Names(value);
    }

    private string? Text(object? value)
    {
        object? plain = PSObject.Unwrap(value);
        return plain switch
        {
            null => null,
            string text => text,
            System.Collections.IEnumerable => collections?.Convert(plain) ?? plain.ToString(),
            IFormattable => plain is DateTime ? TextConverter.ToText(plain) : ((IFormattable)plain).ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            _ => TextConverter.ToText(value),
        };
    }

    private string Line(IReadOnlyList<string?> values)
    {
        StringBuilder line = new();
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                line.Append(delimiter);
            }

            if (values[i] is { } value)
            {
                line.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
        }

        return line.ToString();
    }
}
