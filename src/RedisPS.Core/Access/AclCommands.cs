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
