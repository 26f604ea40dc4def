namespace RedisPS.Runner.Help;

/// <summary>A page of help: its sections in order, each with the text under its heading.</summary>
internal sealed class HelpPage(string name, IReadOnlyList<(int Level, string Title, string Text)> sections)
{
    internal string Name { get; } = name;

    internal IReadOnlyList<(int Level, string Title, string Text)> Sections { get; } = sections;

    internal string Synopsis => Section("SYNOPSIS").ReplaceLineEndings(" ").Trim();

    internal string Section(string title)
    {
        foreach ((int level, string known, string text) in Sections)
        {
            if (level == 2 && string.Equals(known, title, StringComparison.OrdinalIgnoreCase))
            {
                return text;
            }
        }

        return string.Empty;
    }

    /// <summary>The sections under a second-level heading.</summary>
    internal IEnumerable<(string Title, string Text)> Under(string title)
    {
        bool inside = false;
        foreach ((int level, string known, string text) in Sections)
        {
            if (level <= 2)
            {
                inside = level == 2 && string.Equals(known, title, StringComparison.OrdinalIgnoreCase);
            }
            else if (inside)
            {
                yield return (known, text);
            }
        }
    }
}
