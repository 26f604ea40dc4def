using System.Text.RegularExpressions;

namespace RedisPS.Tests.Docs;

/// <summary>A page of docs/, read the way the generator reads it.</summary>
internal sealed partial class HelpPage
{
    private HelpPage(string path)
    {
        Name = System.IO.Path.GetFileNameWithoutExtension(path);
        Text = File.ReadAllText(path).ReplaceLineEndings("\n");
        Sections = Split(Text, "## ");
        Parameters = Split(Sections.GetValueOrDefault("PARAMETERS", ""), "### ")
            .Where(item => item.Key.StartsWith('-'))
            .ToDictionary(item => item.Key[1..], item => new PageParameter(item.Value));
    }

    /// <summary>The pages of the cmdlets, by name.</summary>
    public static IReadOnlyDictionary<string, HelpPage> All { get; } = Directory.GetFiles(SourceTree.Path("docs"), "*-*.md")
        .Where(path => !System.IO.Path.GetFileName(path).StartsWith("about_", StringComparison.Ordinal) && CmdletName().IsMatch(System.IO.Path.GetFileNameWithoutExtension(path)))
        .Select(path => new HelpPage(path))
        .ToDictionary(page => page.Name);

    public string Name { get; }

    public string Text { get; }

    public IReadOnlyDictionary<string, string> Sections { get; }

    public IReadOnlyDictionary<string, PageParameter> Parameters { get; }

    public IReadOnlyDictionary<string, string> Examples => Split(Sections["EXAMPLES"], "### ");

    public IReadOnlyList<string> SyntaxSets => Split(Sections["SYNTAX"], "### ").Keys.Select(name => name.Replace(" (Default)", "", StringComparison.Ordinal)).ToArray();

    /// <summary>The parts below headings of one level, without those inside fences.</summary>
    internal static Dictionary<string, string> Split(string text, string heading)
    {
        Dictionary<string, string> parts = [];
        string? name = null;
        bool fenced = false;
        foreach (string line in text.Split('\n'))
        {
            fenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!fenced && line.StartsWith(heading, StringComparison.Ordinal))
            {
                name = line[heading.Length..].Trim();
                parts[name] = "";
            }
            else if (name is not null)
            {
                parts[name] += line + "\n";
            }
        }

        return parts.ToDictionary(part => part.Key, part => part.Value.Trim());
    }

    [GeneratedRegex("^[A-Z][a-z]+-Redis[A-Za-z]*$")]
    private static partial Regex CmdletName();
}
