namespace RedisPS.Runner.Language;

/// <summary>The text of a script and the way from an offset to line and column.</summary>
internal sealed class SourceText(string text)
{
    internal string Text { get; } = text;

    internal int Length => Text.Length;

    /// <summary>The character, or a zero character behind the end.</summary>
    internal char this[int offset] => offset >= 0 && offset < Text.Length ? Text[offset] : '\0';

    internal (int Line, int Column) Position(int offset)
    {
        int line = 1;
        int start = 0;
        int end = Math.Min(offset, Text.Length);
        for (int i = 0; i < end; i++)
        {
            if (Text[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        return (line, end - start + 1);
    }

    internal string LineAt(int offset)
    {
        int at = Math.Min(offset, Text.Length);
        int start = at == 0 ? 0 : Text.LastIndexOf('\n', at - 1) + 1;
        int end = Text.IndexOf('\n', at);
        return Text[start..(end < 0 ? Text.Length : end)].TrimEnd('\r');
    }
}
