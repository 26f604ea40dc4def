using System.Text;
using RedisPS.Core.Configuration;
using RedisPS.Core.Service;

namespace RedisPS.Core.Installation;

/// <summary>Puts settings into a configuration file: everything else in it stays as it is, comments and order included.</summary>
internal static class ConfigFileEditor
{
    private const string Heading = "# Set by RedisPS";

    /// <summary>The text with the settings, and what that changes. Settings that mean the same already stay as they are.</summary>
    public static (string Text, IReadOnlyList<ConfigEdit> Edits) Apply(string text, IReadOnlyDictionary<string, IReadOnlyList<string>> settings)
    {
        bool windows = text.Contains("\r\n", StringComparison.Ordinal);
        List<string> lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').ToList();
        if (lines is [""])
        {
            lines.Clear();
        }

        List<ConfigEdit> edits = [];
        foreach ((string name, IReadOnlyList<string> values) in settings)
        {
            int[] present = Enumerable.Range(0, lines.Count).Where(i => ConfigurationLine.Parse(lines[i]) is [var word, ..] && word.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
            string[] before = present.Select(i => ValueOf(lines[i])).ToArray();
            string[] wanted = values.Select(value => ConfigurationLine.Format(name, value)).ToArray();
            string[] meant = wanted.Select(ValueOf).ToArray();
            bool same = before.Length == meant.Length && before.Zip(meant).All(pair => ConfigValue.SameMeaning(name, pair.First, pair.Second));
            edits.Add(new ConfigEdit(name, before.Length == 0 ? null : Shown(name, before), Shown(name, meant), !same));
            if (!same)
            {
                Replace(lines, present, wanted);
            }
        }

        string result = new StringBuilder().AppendJoin(windows ? "\r\n" : "\n", lines).Append(windows ? "\r\n" : "\n").ToString();
        return (edits.Any(edit => edit.Changed) ? result : text, edits);
    }

    private static void Replace(List<string> lines, int[] present, string[] wanted)
    {
        if (present.Length == 0)
        {
            if (!lines.Contains(Heading))
            {
                lines.AddRange(lines.Count == 0 ? [Heading] : ["", Heading]);
            }

            lines.AddRange(wanted);
            return;
        }

        foreach (int i in present.Skip(1).Reverse())
        {
            lines.RemoveAt(i);
        }

        lines.RemoveAt(present[0]);
        lines.InsertRange(present[0], wanted);
    }

    private static string ValueOf(string line) => string.Join(' ', ConfigurationLine.Parse(line).Skip(1));

    private static string Shown(string name, IEnumerable<string> values) => ConfigCatalogue.IsSensitive(name) || name.Equals("user", StringComparison.OrdinalIgnoreCase) ? "***" : string.Join(" | ", values);
}
