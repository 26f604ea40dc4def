using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Output;

/// <summary>Values as JSON, with the text PowerShell's ConvertTo-Json gives.</summary>
internal sealed class JsonText(int depth, bool indent, bool enumsAsStrings = false)
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether something lay deeper than the depth and was written as a text.</summary>
    internal bool WasCut { get; private set; }

    internal string Convert(object? value)
    {
        _text.Clear();
        Write(value, 0);
        return _text.ToString();
    }

    private void Write(object? value, int level)
    {
        object? plain = PSObject.Unwrap(value);
        if (WriteScalar(plain))
        {
            // Properties added to a number or a text make it an object in PowerShell.
            return;
        }

        if (level > depth)
        {
            WasCut = true;
            WriteText(plain is PSObject ? TextConverter.ToText(value) : plain is IEnumerable and not IDictionary ? TextConverter.ToText(plain) : plain!.ToString() ?? string.Empty);
            return;
        }

        switch (plain)
        {
            case IDictionary dictionary:
                WriteObject(Entries(dictionary), level);
                break;
            case IEnumerable items:
                WriteArray(items, level);
                break;
            default:
                WriteObject(Properties(value!), level);
                break;
        }
    }

    private bool WriteScalar(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                _text.Append("null");
                return true;
            case string text:
                WriteText(text);
                return true;
            case char or Guid or Uri:
                WriteText(value.ToString()!);
                return true;
            case bool truth:
                _text.Append(truth ? "true" : "false");
                return true;
            case SwitchParameter flag:
                _text.Append("{\"IsPresent\":").Append(flag ? "true" : "false").Append('}');
                return true;
            case Enum:
                if (enumsAsStrings)
                {
                    WriteText(value.ToString()!);
                }
                else
                {
                    _text.Append(((IFormattable)System.Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture)).ToString(null, CultureInfo.InvariantCulture));
                }

                return true;
            case double number:
                WriteReal(number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case float number:
                WriteReal(number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case decimal number:
                string exact = number.ToString(CultureInfo.InvariantCulture);
                _text.Append(exact.Contains('.', StringComparison.Ordinal) ? exact : exact + ".0");
                return true;
            case DateTime time:
                WriteText(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                return true;
            case DateTimeOffset time:
                WriteText(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
                return true;
            case System.Numerics.BigInteger number:
                _text.Append(number.ToString(CultureInfo.InvariantCulture));
                return true;
            default:
                if (ValueConverter.IsNumber(value))
                {
                    _text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                    return true;
                }

                return false;
        }
    }

    // A whole number that is a fraction by type shows it; what JSON has no number for is a text.
    private void WriteReal(double number, string text)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            WriteText(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
            return;
        }

        _text.Append(text.AsSpan().IndexOfAny('.', 'E', 'e') < 0 ? text + ".0" : text);
    }

    private void WriteArray(IEnumerable items, int level)
    {
        _text.Append('[');
        bool any = false;
        foreach (object? item in items)
        {
            Separate(any, level + 1);
            any = true;
            Write(item, level + 1);
        }

        Close(']', any, level);
    }

    private void WriteObject(IEnumerable<(string Name, object? Value)> members, int level)
    {
        _text.Append('{');
        bool any = false;
        foreach ((string name, object? value) in members)
        {
            Separate(any, level + 1);
            any = true;
            WriteText(name);
            _text.Append(indent ? ": " : ":");
            Write(value, level + 1);
        }

        Close('}', any, level);
    }

    private void Separate(bool any, int level)
    {
        if (any)
        {
            _text.Append(',');
        }

        NewLine(level);
    }

    private void Close(char end, bool any, int level)
    {
        if (any)
        {
            NewLine(level);
        }

        _text.Append(end);
    }

    private void NewLine(int level)
    {
        if (indent)
        {
            _text.Append(Environment.NewLine).Append(' ', level * 2);
        }
    }

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return (TextConverter.ToText(entry.Key), entry.Value);
        }
    }

    private static IEnumerable<(string Name, object? Value)> Properties(object value)
    {
        foreach (string name in PropertyAccess.Names(value))
        {
            yield return (name, PropertyAccess.Get(value, name));
        }
    }

    private void WriteText(string text)
    {
        _text.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"':
                    _text.Append("\\\"");
                    break;
                case '\\':
                    _text.Append("\\\\");
                    break;
                case '\b':
                    _text.Append("\\b");
                    break;
                case '\f':
                    _text.Append("\\f");
                    break;
                case '\n':
                    _text.Append("\\n");
                    break;
                case '\r':
                    _text.Append("\\r");
                    break;
                case '\t':
                    _text.Append("\\t");
                    break;
                case < ' ' or '\u0085' or '\u2028' or '\u2029':
                    _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    _text.Append(c);
                    break;
            }
        }

        _text.Append('"');
    }
}
