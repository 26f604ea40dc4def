using System.Collections;
using System.Globalization;
using RedisPS.Core.Configuration;

namespace RedisPS.Core.DesiredState;

/// <summary>Makes the text that the server takes of a value as people write it.</summary>
internal static class SettingText
{
    /// <summary>The text: true is yes, a list is words, 1.5gb is bytes. maxmemory may stay a share, such as 50%.</summary>
    public static string From(string name, object? value)
    {
        // A password may begin or end with a blank.
        string text = ConfigCatalogue.IsSensitive(name) ? Plain(name, value) : Plain(name, value).Trim();
        ConfigKind kind = ConfigCatalogue.Find(name)?.Kind ?? ConfigKind.Text;
        if (text.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            throw StateDefinition.Invalid($"The value of '{name}' has a line end.", "");
        }

        if (kind is ConfigKind.Memory or ConfigKind.MemoryOrPercent && text.Length > 0)
        {
            return Size(name, kind, text);
        }

        return name == "save" && text.Equals("no", StringComparison.OrdinalIgnoreCase) ? "" : text;
    }

    private static string Plain(string name, object? value) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        string text => text,
        IReadOnlyDictionary<string, object?> => throw StateDefinition.Invalid($"The value of '{name}' is a table.", "A setting has a text, a number, $true or $false, or a list of them."),
        IEnumerable list => string.Join(' ', list.Cast<object?>().Select(item => Plain(name, item))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // The server takes neither fractions nor, for maxmemory, shares.
    private static string Size(string name, ConfigKind kind, string text)
    {
        if (!ByteSize.TryParse(text, out ByteSize size) || (size.Percent is not null && kind == ConfigKind.Memory && name != "maxmemory"))
        {
            throw StateDefinition.Invalid($"'{text}' is no size for '{name}'.", $"Sizes are {ByteSize.Forms}{(name == "maxmemory" || kind == ConfigKind.MemoryOrPercent ? ", or a share such as 50%" : "")}.");
        }

        return size.Bytes is { } bytes && text.Contains('.', StringComparison.Ordinal) ? bytes.ToString(CultureInfo.InvariantCulture) : text.ToLowerInvariant();
    }
}
