namespace RedisPS.Runner.Help;

/// <summary>The pages of docs/, carried in the program.</summary>
internal static class HelpPages
{
    private const string Prefix = "docs/";
    private const string Suffix = ".md";

    internal static IEnumerable<string> Names =>
        typeof(HelpPages).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.OrdinalIgnoreCase);

    internal static HelpPage? Find(string name)
    {
        string? found = Names.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            return null;
        }

        using StreamReader reader = new(typeof(HelpPages).Assembly.GetManifestResourceStream(Prefix + found + Suffix)!);
        return new HelpPage(found, Parse(reader.ReadToEnd()));
    }

    // Headings and the text between them; the block between --- lines at the start is for the generator of PowerShell's help.
    internal static List<(int Level, string Title, string Text)> Parse(string markdown)
    {
        List<(int, string, string)> sections = [];
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        int i = 0;
        if (lines[0] == "---")
        {
            i = Array.IndexOf(lines, "---", 1) + 1;
        }

        int level = 0;
        string title = string.Empty;
        List<string> text = [];
        bool inCode = false;
        for (; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inCode = !inCode;
            }

            int marks = line.Length - line.TrimStart('#').Length;
            if (!inCode && marks is > 0 and < 7 && line.Length > marks && line[marks] == ' ')
            {
                sections.Add((level, title, string.Join('\n', text).Trim('\n')));
                text.Clear();
                level = marks;
                title = line[(marks + 1)..].Trim();
            }
            else if (!line.StartsWith("<!--", StringComparison.Ordinal))
            {
                text.Add(line);
            }
        }

        sections.Add((level, title, string.Join('\n', text).Trim('\n')));
        return sections;
    }
}
