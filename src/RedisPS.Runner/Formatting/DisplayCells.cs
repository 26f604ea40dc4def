namespace RedisPS.Runner.Formatting;

/// <summary>Text measured in the cells of a screen, where some characters take two.</summary>
internal static class DisplayCells
{
    internal static int Length(string text)
    {
        int cells = 0;
        foreach (char c in text)
        {
            cells += Length(c);
        }

        return cells;
    }

    /// <summary>How many characters from the start fit.</summary>
    internal static int Head(ReadOnlySpan<char> text, int cells)
    {
        int used = 0;
        for (int i = 0; i < text.Length; i++)
        {
            used += Length(text[i]);
            if (used > cells)
            {
                return i;
            }
        }

        return text.Length;
    }

    /// <summary>Where the part at the end begins that fits.</summary>
    internal static int Tail(ReadOnlySpan<char> text, int cells)
    {
        int used = 0;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            used += Length(text[i]);
            if (used > cells)
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>The text cut or filled up to the width.</summary>
    internal static string Fit(string text, int cells)
    {
        int length = Length(text);
        return length > cells ? text[..Head(text, cells)] : text + new string(' ', cells - length);
    }

    /// <summary>The lines of the text, none longer than the width.</summary>
    internal static IEnumerable<string> Wrap(string text, int cells)
    {
        foreach (string line in Lines(text))
        {
            int start = 0;
            while (Length(line[start..]) > cells)
            {
                int count = Math.Max(1, Head(line.AsSpan(start), cells));
                yield return line.Substring(start, count);
                start += count;
            }

            yield return line[start..];
        }
    }

    /// <summary>The same, cut between words where there are any.</summary>
    internal static IEnumerable<string> WrapWords(string text, int cells)
    {
        foreach (string line in Lines(text))
        {
            int start = 0;
            while (Length(line[start..]) > cells)
            {
                int count = Math.Max(1, Head(line.AsSpan(start), cells));
                int space = line.LastIndexOf(' ', start + Math.Min(count, line.Length - start - 1), count);
                int end = space > start + (count / 3) ? space : start + count;
                yield return line[start..end];
                start = end < line.Length && line[end] == ' ' ? end + 1 : end;
            }

            yield return line[start..];
        }
    }

    private static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');

    private static int Length(char c) => c >= 0x1100 && (c <= 0x115f || c == 0x2329 || c == 0x232a
        || ((uint)(c - 0x2e80) <= (0xa4cf - 0x2e80) && c != 0x303f)
        || (uint)(c - 0xac00) <= (0xd7a3 - 0xac00)
        || (uint)(c - 0xf900) <= (0xfaff - 0xf900)
        || (uint)(c - 0xfe10) <= (0xfe19 - 0xfe10)
        || (uint)(c - 0xfe30) <= (0xfe6f - 0xfe30)
        || (uint)(c - 0xff00) <= (0xff60 - 0xff00)
        || (uint)(c - 0xffe0) <= (0xffe6 - 0xffe0)) ? 2 : 1;
}
