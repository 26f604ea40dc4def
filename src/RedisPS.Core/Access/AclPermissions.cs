namespace RedisPS.Core.Access;

/// <summary>Commands, keys and channels that an ACL user, or one of its selectors, is allowed.</summary>
public sealed class AclPermissions
{
    private readonly Dictionary<string, AclKeyAccess> _keys = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _channels = new(StringComparer.Ordinal);
    private readonly List<string> _commands = ["-@all"];

    /// <summary>Patterns of keys, and what may be done with them.</summary>
    public IReadOnlyDictionary<string, AclKeyAccess> Keys => _keys;

    /// <summary>Patterns of channels.</summary>
    public IReadOnlyCollection<string> Channels => _channels;

    /// <summary>The command rules that count, in their order: the first is +@all or -@all.</summary>
    public IReadOnlyList<string> Commands => _commands;

    /// <summary>The rules, in the order in which servers write them.</summary>
    public IEnumerable<string> ToRules() =>
    [
        .. _keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => key.Value switch
        {
            AclKeyAccess.Read => $"%R~{key.Key}",
            AclKeyAccess.Write => $"%W~{key.Key}",
            _ => $"~{key.Key}",
        }),
        .. _channels.Select(channel => $"&{channel}"),
        .. _commands,
    ];

    /// <summary>As a selector is written.</summary>
    public override string ToString() => $"({string.Join(' ', ToRules())})";

    internal bool SameMeaning(AclPermissions other, AclCommands? commands) =>
        _channels.SetEquals(other._channels)
        && _keys.Count == other._keys.Count
        && _keys.All(key => other._keys.TryGetValue(key.Key, out AclKeyAccess access) && access == key.Value)
        && (Ordered().SequenceEqual(other.Ordered(), StringComparer.Ordinal)
            || (commands is not null && commands.Allowed(_commands).SetEquals(commands.Allowed(other._commands))));

    internal void Reset()
    {
        _keys.Clear();
        _channels.Clear();
        _commands.Clear();
        _commands.Add("-@all");
    }

    /// <summary>Takes a rule as the server does; false when it is none.</summary>
    internal bool Take(string rule)
    {
        switch (rule)
        {
            case "allkeys":
                return TakeKey("*", AclKeyAccess.All);
            case "resetkeys":
                _keys.Clear();
                return true;
            case "allchannels":
                return TakeChannel("*");
            case "resetchannels":
                _channels.Clear();
                return true;
            case "allcommands":
                return TakeCommand("+@all");
            case "nocommands":
                return TakeCommand("-@all");
            case ['~', .. string pattern]:
                return TakeKey(pattern, AclKeyAccess.All);
            case ['%', .. string rest] when rest.IndexOf('~', StringComparison.Ordinal) is > 0 and int tilde:
                AclKeyAccess access = AclKeyAccess.None;
                foreach (char letter in rest[..tilde])
                {
                    switch (letter)
                    {
                        case 'R' or 'r':
                            access |= AclKeyAccess.Read;
                            break;
                        case 'W' or 'w':
                            access |= AclKeyAccess.Write;
                            break;
                        default:
                            return false;
                    }
                }

                return TakeKey(rest[(tilde + 1)..], access);
            case ['&', .. string channel]:
                return TakeChannel(channel);
            case ['+' or '-', _, ..]:
                return TakeCommand(rule.ToLowerInvariant());
            default:
                return false;
        }
    }

    private bool TakeKey(string pattern, AclKeyAccess access)
    {
        if (pattern == "*" && access == AclKeyAccess.All)
        {
            _keys.Clear();
        }

        _keys[pattern] = _keys.GetValueOrDefault(pattern) | access;
        return true;
    }

    private bool TakeChannel(string pattern)
    {
        if (pattern == "*")
        {
            _channels.Clear();
        }

        _ = _channels.Add(pattern);
        return true;
    }

    private bool TakeCommand(string rule)
    {
        if (rule is "+@all" or "-@all")
        {
            _commands.Clear();
            _commands.Add(rule);
            return true;
        }

        // The last word on a command counts; one on a whole command also replaces those on its subcommands.
        string name = rule[1..];
        _ = _commands.RemoveAll(old => old[1..] == name || (name[0] != '@' && old[1..].StartsWith(name + "|", StringComparison.Ordinal)));
        _commands.Add(rule);
        return true;
    }

    // Between two rules of the other sign the order does not matter.
    private List<string> Ordered()
    {
        List<string> ordered = [];
        for (int i = 0; i < _commands.Count;)
        {
            int start = i;
            while (i < _commands.Count && _commands[i][0] == _commands[start][0])
            {
                i++;
            }

            ordered.AddRange(_commands.Skip(start).Take(i - start).Order(StringComparer.Ordinal));
        }

        return ordered;
    }
}
