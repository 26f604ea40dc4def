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
            string text => new DesiredUser(name, AclRules.Parse(text)),
            IReadOnlyDictionary<string, object?> table when table.TryGetValue("Absent", out object? absent) && absent is true => new DesiredUser(name, null),
            IReadOnlyDictionary<string, object?> table => new DesiredUser(name, AclRules.Parse(Rules(name, table))),
            IEnumerable list => new DesiredUser(name, AclRules.Parse(Texts(name, list).SelectMany(Split))),
            _ => throw StateDefinition.Invalid($"The user '{name}' has no rules.", Remedy),
        };
    }

    private static IEnumerable<string> Rules(string name, IReadOnlyDictionary<string, object?> table)
    {
        List<string> rules = [];
        foreach ((string key, object? value) in table)
        {
            switch (key.ToLowerInvariant())
            {
                case "enabled":
                    rules.Add(value is true ? "on" : "off");
                    break;
                case "nopassword":
                    rules.AddRange(value is true ? ["nopass"] : []);
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
    private static IEnumerable<string> Split(string text) => text is ['>', ..] ? [text] : AclRules.Split(text);

    private static IEnumerable<string> Texts(string name, object? value) => value switch
    {
        null => [],
        string text => [text],
        IReadOnlyDictionary<string, object?> => throw StateDefinition.Invalid($"The user '{name}' has a table in its rules.", Remedy),
        IEnumerable list => list.Cast<object?>().SelectMany(item => Texts(name, item)),
        _ => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
    };
}
