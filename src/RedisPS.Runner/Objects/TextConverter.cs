using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace RedisPS.Runner.Objects;

/// <summary>Values as text, as PowerShell casts them to string.</summary>
internal static class TextConverter
{
    internal static string ToText(object? value) => ToText(value, " ");

    private static string ToText(object? value, string separator)
    {
        switch (value)
        {
            case null:
                return string.Empty;
            case string text:
                return text;
            case PSObject { IsCustom: true } custom:
                return CustomToText(custom);
            case PSObject { TokenText: { } token }:
                return token;
            case PSObject wrapped:
                return ToText(wrapped.BaseObject, separator);
            case double real:
                // PowerShell shows the fifteen digits that are certain.
                return real.ToString("G15", CultureInfo.InvariantCulture);
            case float real:
                return real.ToString("G7", CultureInfo.InvariantCulture);
            case DateTime time:
                return time.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);
            case IDictionary:
                return value.ToString() ?? string.Empty;
            case IEnumerable items:
                return Join(items, separator);
            case IFormattable formattable:
                return formattable.ToString(null, CultureInfo.InvariantCulture);
            case Type type:
                return type.FullName ?? type.Name;
            default:
                return value.ToString() ?? string.Empty;
        }
    }

    private static string Join(IEnumerable items, string separator)
    {
        StringBuilder text = new();
        bool first = true;
        foreach (object? item in items)
        {
            if (!first)
            {
                text.Append(separator);
            }

            first = false;
            object? inner = PSObject.Unwrap(item);
            text.Append(inner is not string and not IDictionary and IEnumerable ? inner.ToString() : ToText(item, separator));
        }

        return text.ToString();
    }

    private static string CustomToText(PSObject custom)
    {
        if (custom.Notes is not { Count: > 0 } notes)
        {
            return string.Empty;
        }

        StringBuilder text = new("@{");
        foreach (PSNoteProperty note in notes)
        {
            if (text.Length > 2)
            {
                text.Append("; ");
            }

            text.Append(note.Name).Append('=').Append(ToText(note.Value, " "));
        }

        return text.Append('}').ToString();
    }
}
