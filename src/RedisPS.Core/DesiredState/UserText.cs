using System.Collections;
using System.Globalization;
using RedisPS.Core.Access;

namespace RedisPS.Core.DesiredState;

/// <summary>Reads a user as people write it: rules as a text or a list, a table of them, or false for a user that shall not be.</summary>
internal static class UserText
{
    private const string Remedy = "A user is a text of rules ('on >secret ~app:* +@read'), a list of rules, a table (Enabled, Password, PasswordHash, NoPassword, Keys, Channels, Commands, Rules, Absent), or $false for one that shall not be.";

    /// <summary>Reads a user.</summary>
    public static DesiredUser Read(string name, object? value)
    {
        if (name.Length == 0 || name.Any(c => char.IsWhiteSpace(c) || c == '\0'))
        {
            throw StateDefinition.Invalid($"'{name}' is no name of a user: it has blanks.", "");
        }

        return value switch
        {
            false => new DesiredUser(name, null),
            string text => User(name, AclRules.ReadText(text)),
            IReadOnlyDictionary<string, object?> table when IsAbsent(name, table) => new DesiredUser(name, null),
            IReadOnlyDictionary<string, object?> table => User(name, Rules(name, table)),
            IEnumerable list => User(name, [.. Texts(name, list).SelectMany(Split)]),
            _ => throw StateDefinition.Invalid($"The user '{name}' has no rules.", Remedy),
        };
    }

    private static DesiredUser User(string name, IReadOnlyList<string> rules)
    {
        AclRules wanted = AclRules.Parse(rules);
        return new DesiredUser(name, wanted, PasswordHash.Given(rules, wanted));
    }

    // Absent whatever the case of its letters: a table of a JSON file tells them apart.
    private static bool IsAbsent(string name, IReadOnlyDictionary<string, object?> table) =>
        table.Where(entry => entry.Key.Equals("Absent", StringComparison.OrdinalIgnoreCase)).Select(entry => Truth(name, entry.Key, entry.Value)).FirstOrDefault();

    private static List<string> Rules(string name, IReadOnlyDictionary<string, object?> table)
    {
        List<string> rules = [];
        foreach ((string key, object? value) in table)
        {
            switch (key.ToLowerInvariant())
            {
                case "enabled":
                    rules.Add(Truth(name, key, value) ? "on" : "off");
                    break;
                case "nopassword":
                    rules.AddRange(Truth(name, key, value) ? ["nopass"] : []);
                    break;
                case "password":
                    rules.AddRange(Texts(name, value).Select(password => $">{password}"));
                    break;
                case "passwordhash":
                    rules.AddRange(Texts(name, value).Select(hash => $"#{hash.TrimStart('#')}"));
                    break;
                case "keys":
                    rules.AddRange(Texts(name, value).Select(key => key is ['~' or '%', ..] ? key : $"~{key}"));
                    break;
                case "channels":
                    rules.AddRange(Texts(name, value).Select(channel => channel is ['&', ..] ? channel : $"&{channel}"));
                    break;
                case "commands":
                    rules.AddRange(Texts(name, value).SelectMany(Split).Select(command => command is ['+' or '-', ..] ? command : $"+{command}"));
                    break;
                case "rules":
                    rules.AddRange(Texts(name, value).SelectMany(Split));
                    break;
                case "absent":
                    break;
                default:
                    throw StateDefinition.Invalid($"The user '{name}' has '{key}', which is nothing of a user.", Remedy);
            }
        }

        return rules;
    }

    // A password may have blanks, and is one rule then.
    private static IEnumerable<string> Split(string text) => text is ['>' or '<', ..] ? [text] : AclRules.ReadText(text);

    // A text that was taken for false would turn a user off, or make one that shall not be.
    private static bool Truth(string name, string key, object? value) => value switch
    {
        bool flag => flag,
        string text when text.Equals("yes", StringComparison.OrdinalIgnoreCase) || text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Equals("no", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw StateDefinition.Invalid($"'{key}' of the user '{name}' is neither yes nor no.", "Write $true or $false, in JSON true or false; the texts yes, no, true and false mean the same."),
    };

    private static IEnumerable<string> Texts(string name, object? value) => value switch
    {
        null => [],
        string text => [text],
        IReadOnlyDictionary<string, object?> => throw StateDefinition.Invalid($"The user '{name}' has a table in its rules.", Remedy),
        IEnumerable list => list.Cast<object?>().SelectMany(item => Texts(name, item)),
        _ => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
    };
}
