using System.Globalization;
using System.Text;

namespace RedisPS.Client;

/// <summary>Texts that others wrote, for people: what a terminal would obey instead of showing it is escaped.</summary>
public static class PrintableText
{
    /// <summary>The text with control characters (other than line ends and tabs) and those that turn the direction of writing as <c>\x1b</c>, <c>\r</c>, <c>\u202e</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A text for people; the same one where nothing is to be escaped.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = 0;
        while (at < text.Length && !IsObeyed(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        StringBuilder shown = new(text, 0, at, text.Length + 16);
        foreach (char c in text.AsSpan(at))
        {
            _ = c switch
            {
                _ when !IsObeyed(c) => shown.Append(c),
                '\r' => shown.Append("\\r"),
                < '\u0080' => shown.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        return shown.ToString();
    }

    private static bool IsObeyed(char c) => c is (< ' ' and not ('\n' or '\t')) or (>= '\u007f' and <= '\u009f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
