using System.Text;
using RedisPS.Core.Configuration;
using RedisPS.Core.Service;

namespace RedisPS.Core.Installation;

/// <summary>Puts settings into a configuration file: everything else in it stays as it is, comments and order included.</summary>
internal static class ConfigFileEditor
{
    private const string Heading = "# Set by RedisPS";
    private const string Limits = "client-output-buffer-limit";

    // Each line of these is about something of its own, which its first word names: a user, a command, a module, a file, a class of clients.
    private static readonly Dictionary<string, StringComparer> s_byFirstWord = new(StringComparer.OrdinalIgnoreCase)
    {
        [Limits] = StringComparer.OrdinalIgnoreCase,
        ["rename-command"] = StringComparer.OrdinalIgnoreCase,
        ["user"] = StringComparer.Ordinal,
        ["loadmodule"] = StringComparer.Ordinal,
        ["include"] = StringComparer.Ordinal,
    };

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
            string[] wanted = values.SelectMany(value => Pieces(ConfigurationLine.Format(name, value))).ToArray();
            if (wanted.Length == 0 || !s_byFirstWord.TryGetValue(name, out StringComparer? comparer))
            {
                edits.Add(Apply(lines, name, wanted, _ => true));
                continue;
            }

            foreach (IGrouping<string, string> subject in wanted.GroupBy(Subject, comparer))
            {
                edits.Add(Apply(lines, name, [.. subject], line => comparer.Equals(Subject(line), subject.Key)));
            }
        }

        string result = new StringBuilder().AppendJoin(windows ? "\r\n" : "\n", lines).Append(windows ? "\r\n" : "\n").ToString();
        return (edits.Any(edit => edit.Changed) ? result : text, edits);
    }

    private static ConfigEdit Apply(List<string> lines, string name, string[] wanted, Func<string, bool> isMeant)
    {
        string[] meant = wanted.Select(ValueOf).ToArray();
        string[] before = Present(lines, name).SelectMany(i => Pieces(lines[i])).Where(isMeant).Select(ValueOf).ToArray();
        bool same = before.Length == meant.Length && before.Zip(meant).All(pair => ConfigValue.SameMeaning(name, pair.First, pair.Second));
        if (!same)
        {
            Split(lines, name, isMeant);
            Replace(lines, Present(lines, name), isMeant, wanted);
        }

        // One line that becomes another is no removal.
        IEnumerable<string> gone = same || (before.Length == 1 && meant.Length > 0) ? [] : before.Where(value => !meant.Any(other => ConfigValue.SameMeaning(name, value, other)));
        return new ConfigEdit(name, before.Length == 0 ? null : Shown(name, before), Shown(name, meant), !same) { Removed = gone.Any() ? gone.Select(value => Shown(name, [value])).ToArray() : [] };
    }

    private static int[] Present(List<string> lines, string name) => Enumerable.Range(0, lines.Count).Where(i => NameOf(lines[i]).Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();

    // A line may limit several classes of clients; those that are not meant keep what they have, on lines of their own.
    private static void Split(List<string> lines, string name, Func<string, bool> isMeant)
    {
        foreach (int i in Present(lines, name).AsEnumerable().Reverse())
        {
            string[] pieces = Pieces(lines[i]);
            if (pieces.Length > 1 && pieces.Any(isMeant))
            {
                lines.RemoveAt(i);
                lines.InsertRange(i, pieces);
            }
        }
    }

    private static void Replace(List<string> lines, int[] present, Func<string, bool> isMeant, string[] wanted)
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

        int[] old = present.Where(i => isMeant(lines[i])).ToArray();
        foreach (int i in old.AsEnumerable().Reverse())
        {
            lines.RemoveAt(i);
        }

        lines.InsertRange(old.Length > 0 ? old[0] : present[^1] + 1, wanted);
    }

    private static string[] Pieces(string line) =>
        ConfigurationLine.Parse(line) is [var name, _, ..] words && name.Equals(Limits, StringComparison.OrdinalIgnoreCase) && words.Count % 4 == 1
            ? words.Skip(1).Chunk(4).Select(piece => $"{name} {string.Join(' ', piece)}").ToArray()
            : [line];

    private static string NameOf(string line) => ConfigurationLine.Parse(line) is [var name, ..] ? name : "";

    // Servers take both names of a class.
    private static string Subject(string line) => ConfigurationLine.Parse(line) switch
    {
        [var name, var word, ..] when name.Equals(Limits, StringComparison.OrdinalIgnoreCase) && word.Equals("slave", StringComparison.OrdinalIgnoreCase) => "replica",
        [_, var word, ..] => word,
        _ => "",
    };

    private static string ValueOf(string line) => string.Join(' ', ConfigurationLine.Parse(line).Skip(1));

    // Of a user its name: the rules may hold a password.
    private static string Shown(string name, IEnumerable<string> values) =>
        name.Equals("user", StringComparison.OrdinalIgnoreCase) ? string.Join(" | ", values.Select(value => $"{value.Split(' ')[0]} ***"))
        : ConfigCatalogue.IsSensitive(name) ? "***"
        : string.Join(" | ", values);
}
