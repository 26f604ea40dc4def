using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>Reads what servers answer about ACL users: the lists of RESP2 and maps of RESP3, of 6.0 (keys as a list of patterns) and of 7.0 and later.</summary>
public static class AclReply
{
    /// <summary>What ACL GETUSER answers; null when there is no such user.</summary>
    /// <param name="reply">The answer.</param>
    /// <exception cref="RedisProtocolException">It is no such answer.</exception>
    public static AclRules? User(RespValue reply)
    {
        if (reply.IsNull)
        {
            return null;
        }

        List<string> rules = [];
        foreach ((RespValue name, RespValue value) in reply.AsPairs())
        {
            switch (name.AsText())
            {
                // allkeys, allchannels and allcommands of 6.x are told by the other fields as well.
                case "flags":
                    rules.AddRange(value.AsList().Select(flag => flag.AsText()!).Where(flag => flag is "on" or "off" or "nopass" or "sanitize-payload" or "skip-sanitize-payload"));
                    break;
                case "passwords":
                    // A list without passwords is no silence: it says that there are none.
                    rules.InsertRange(0, [.. value.AsList().Select(hash => "#" + hash.AsText()).Prepend("resetpass")]);
                    break;
                case "selectors":
                    rules.AddRange(value.AsList().Select(selector => $"({string.Join(' ', Permissions(selector))})"));
                    break;
                default:
                    break;
            }
        }

        // nopass forgets passwords and must come behind resetpass; permissions in any order.
        return AclRules.Parse([.. rules, .. Permissions(reply)]);
    }

    /// <summary>What ACL LIST answers, by name. Files have the same lines.</summary>
    /// <param name="lines">The lines.</param>
    public static IReadOnlyDictionary<string, AclRules> Users(IEnumerable<string> lines)
    {
        SortedDictionary<string, AclRules> users = new(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string[] parts = line.Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 2 && parts[0] == "user")
            {
                users[parts[1]] = AclRules.Parse(parts.Length == 3 ? parts[2] : "");
            }
        }

        return users;
    }

    private static IEnumerable<string> Permissions(RespValue reply)
    {
        foreach ((RespValue name, RespValue value) in reply.AsPairs())
        {
            IEnumerable<string> rules = name.AsText() switch
            {
                "commands" => Words(value, ""),
                "keys" => Words(value, "~"),
                "channels" => Words(value, "&"),
                _ => [],
            };
            foreach (string rule in rules)
            {
                yield return rule;
            }
        }
    }

    // 6.x has lists of bare patterns, 7.0 one text of rules.
    private static IEnumerable<string> Words(RespValue value, string prefix) => value.Items.Count > 0
        ? value.Items.Select(item => prefix + item.AsText())
        : (value.Type is RespType.BlobString or RespType.SimpleString ? value.AsText() ?? "" : "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
