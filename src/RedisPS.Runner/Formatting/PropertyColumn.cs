using System.Collections;
using System.Management.Automation;
using RedisPS.Runner.Objects;

namespace RedisPS.Runner.Formatting;

/// <summary>What -Property names: a property, a pattern of them, or @{ Name=…; Expression=…; FormatString=…; Width=…; Alignment=… }.</summary>
internal sealed record PropertyColumn(string Property, string? Label, string? Format, int Width, TextAlignment Alignment)
{
    internal static PropertyColumn Parse(object given)
    {
        object? plain = PSObject.Unwrap(given);
        if (plain is not IDictionary table)
        {
            return new PropertyColumn(TextConverter.ToText(plain), null, null, 0, TextAlignment.Undefined);
        }

        string? label = null;
        string? property = null;
        string? format = null;
        int width = 0;
        TextAlignment alignment = TextAlignment.Undefined;
        foreach (DictionaryEntry entry in table)
        {
            string key = TextConverter.ToText(entry.Key);
            if (Is(key, "Expression"))
            {
                property = TextConverter.ToText(entry.Value);
            }
            else if (Is(key, "Name") || Is(key, "Label"))
            {
                label = TextConverter.ToText(entry.Value);
            }
            else if (Is(key, "FormatString"))
            {
                format = TextConverter.ToText(entry.Value);
            }
            else if (Is(key, "Width"))
            {
                width = LanguagePrimitives.ConvertTo<int>(entry.Value);
            }
            else if (Is(key, "Alignment"))
            {
                alignment = LanguagePrimitives.ConvertTo<TextAlignment>(entry.Value);
            }
            else
            {
                throw new PSArgumentException($"The {key} key is not valid.");
            }
        }

        return new PropertyColumn(property ?? throw new PSArgumentException("The Expression key is missing."), label, format, width, alignment);
    }

    /// <summary>The properties of the object that are meant; the name itself when there is no such property.</summary>
    internal IEnumerable<string> Resolve(object target, bool keepUnknown)
    {
        if (WildcardPattern.ContainsWildcardCharacters(Property))
        {
            WildcardPattern pattern = new(Property, WildcardOptions.IgnoreCase);
            return PropertyAccess.Names(target).FindAll(pattern.IsMatch);
        }

        foreach (string name in PropertyAccess.Names(target))
        {
            if (string.Equals(name, Property, StringComparison.OrdinalIgnoreCase))
            {
                return [name];
            }
        }

        return keepUnknown || PropertyAccess.TryGet(target, Property, out _) ? [Property] : [];
    }

    // n, na, nam, name: any beginning of the key.
    private static bool Is(string given, string key) => given.Length > 0 && key.StartsWith(given, StringComparison.OrdinalIgnoreCase);
}
