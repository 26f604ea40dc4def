using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>
/// The commands and subcommands of a server with their categories. Redis 7.0 answers ACL LIST with rules that it worked out anew
/// (<c>+@all -@dangerous +info</c> comes back as a list of a dozen commands): there only what is allowed in the end can be compared.
/// </summary>
public sealed class AclCommands
{
    // Commands without subcommands, and subcommands: what can be run.
    private readonly Dictionary<string, HashSet<string>> _categories = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads an answer to COMMAND.</summary>
    /// <param name="reply">The answer.</param>
    public static AclCommands Parse(RespValue reply)
    {
        AclCommands commands = new();
        foreach (RespValue command in reply.AsList())
        {
            commands.Add(command);
        }

        return commands;
    }

    /// <summary>What rules allow in the end.</summary>
    /// <param name="rules">Rules such as +@read, -get, +config|get, in their order.</param>
    /// <returns>Commands, subcommands, and what the rules name that the server does not have.</returns>
    public IReadOnlySet<string> Allowed(IEnumerable<string> rules)
    {
        HashSet<string> allowed = new(StringComparer.OrdinalIgnoreCase);
        foreach (string rule in rules)
        {
            IEnumerable<string> meant = Meant(rule[1..]);
            if (rule[0] == '+')
            {
                allowed.UnionWith(meant);
            }
            else
            {
                allowed.ExceptWith(meant);
            }
        }

        return allowed;
    }

    /// <summary>All commands without subcommands, and subcommands as <c>config|get</c>.</summary>
    public IReadOnlyCollection<string> Names => _categories.Keys;

    /// <summary>All categories.</summary>
    public IReadOnlySet<string> Categories => _categories.Values.SelectMany(categories => categories).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The commands of a category.</summary>
    /// <param name="category">The category, without @.</param>
    public IReadOnlyList<string> Of(string category) =>
        [.. Meant("@" + category).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether the server has a command, or a subcommand as <c>config|get</c>; servers before 7.0 do not tell of those.</summary>
    /// <param name="name">The name.</param>
    public bool Has(string name) =>
        _categories.ContainsKey(name) || _categories.Keys.Any(command => command.StartsWith(name + "|", StringComparison.OrdinalIgnoreCase));

    /// <summary>The rules of these that the server knows. It refuses all of a rule line for one word that it does not know.</summary>
    /// <param name="rules">Command rules.</param>
    public IEnumerable<string> Known(IEnumerable<string> rules)
    {
        IReadOnlySet<string> categories = Categories;
        foreach (string rule in rules)
        {
            string name = rule[1..];
            int bar = name.IndexOf('|', StringComparison.Ordinal);
            if (name is ['@', .. string category] ? category == "all" || categories.Contains(category) : Has(name))
            {
                yield return rule;
            }
            else if (bar > 0 && _categories.ContainsKey(name[..bar]))
            {
                // Before 7.0 a subcommand can be allowed, and cannot be taken away.
                yield return rule[0] == '+' ? rule : "-" + name[..bar];
            }
        }
    }

    private IEnumerable<string> Meant(string name)
    {
        if (name is ['@', .. string category])
        {
            return category == "all" ? _categories.Keys : _categories.Where(command => command.Value.Contains(category)).Select(command => command.Key);
        }

        string[] found = _categories.Keys.Where(command =>
            command.Equals(name, StringComparison.OrdinalIgnoreCase) || command.StartsWith(name + "|", StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length > 0 ? found : [name];
    }

    private void Add(RespValue command)
    {
        IReadOnlyList<RespValue> parts = command.Items;
        if (parts.Count > 9 && parts[9].Items.Count > 0)
        {
            foreach (RespValue subcommand in parts[9].Items)
            {
                Add(subcommand);
            }
        }
        else if (parts.Count > 6)
        {
            _categories[parts[0].AsText()!] = parts[6].Items.Select(category => category.AsText()!.TrimStart('@')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
    }
}
