using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Formatting;

/// <summary>A value as tables and lists show it.</summary>
internal static class DisplayText
{
    private const int ItemsShown = 4;

    /// <summary>Whether the type is shown as one text, never as properties.</summary>
    internal static bool IsScalar(object value) =>
        value is string or bool or char or decimal or Enum or IntPtr or System.Security.SecureString or System.Numerics.BigInteger || ValueConverter.IsNumber(value);

    internal static string Of(object? value, bool inTable = false)
    {
        object? plain = PSObject.Unwrap(value);
        if (plain is null)
        {
            return string.Empty;
        }

        if (plain is IEnumerable items and not string)
        {
            return OfItems(items);
        }

        if (inTable && plain is double or float or decimal)
        {
            return ((IFormattable)plain).ToString("F", System.Globalization.CultureInfo.InvariantCulture);
        }

        return TextConverter.ToText(value);
    }

    private static string OfItems(IEnumerable items)
    {
        StringBuilder text = new("{");
        int count = 0;
        foreach (object? item in items)
        {
            if (count == ItemsShown)
            {
                text.Append('…');
                break;
            }

            if (count++ > 0)
            {
                text.Append(", ");
            }

            text.Append(NameOf(item));
        }

        return text.Append('}').ToString();
    }

    private static string NameOf(object? item)
    {
        object? plain = PSObject.Unwrap(item);
        if (plain is null)
        {
            return "$null";
        }

        if (plain is DictionaryEntry entry)
        {
            return $"[{TextConverter.ToText(entry.Key)}, {TextConverter.ToText(entry.Value)}]";
        }

        if (plain is PSObject)
        {
            return DisplayName(item!) ?? TextConverter.ToText(item);
        }

        MethodInfo? toText = plain.GetType().GetMethod("ToString", Type.EmptyTypes);
        if (toText?.DeclaringType == plain.GetType())
        {
            return TextConverter.ToText(item);
        }

        return DisplayName(item!) ?? TextConverter.ToText(item);
    }

    private static string? DisplayName(object item)
    {
        foreach (string name in (ReadOnlySpan<string>)["name", "id", "key"])
        {
            if (PropertyAccess.TryGetMember(item, name, out object? value))
            {
                return TextConverter.ToText(value);
            }
        }

        foreach (string ending in (ReadOnlySpan<string>)["key", "name", "id"])
        {
            foreach (string name in PropertyAccess.Names(item))
            {
                if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                {
                    return TextConverter.ToText(PropertyAccess.Get(item, name));
                }
            }
        }

        return null;
    }
}
