using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>A user of a server, and what it may do.</summary>
public sealed class AclUser
{
    internal AclUser(string name, AclRules rules, bool includePasswordHash, string server, string connectionName)
    {
        Name = name;
        Enabled = rules.IsEnabled ?? false;
        NoPassword = rules.NoPassword ?? false;
        PasswordCount = rules.PasswordHashes.Count;
        PasswordHash = includePasswordHash ? [.. rules.PasswordHashes.Order(StringComparer.Ordinal)] : null;
        AclSelector own = new(rules.Permissions);
        KeyPattern = own.KeyPattern;
        ChannelPattern = own.ChannelPattern;
        Commands = own.Commands;
        Selectors = [.. rules.Selectors.Select(selector => new AclSelector(selector))];
        Rule = rules.ToText();
        Server = server;
        ConnectionName = connectionName;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Whether it may log in. Connections that it has stay when it is disabled.</summary>
    public bool Enabled { get; }

    /// <summary>Whether any password will do.</summary>
    public bool NoPassword { get; }

    /// <summary>How many passwords it has; more than one while one is being changed. A user that has none, and is not NoPassword, cannot log in.</summary>
    public int PasswordCount { get; }

    /// <summary>SHA-256 of the passwords in hexadecimal digits; null unless asked for.</summary>
    public IReadOnlyList<string>? PasswordHash { get; }

    /// <summary>Keys, and what may be done with them.</summary>
    public IReadOnlyList<AclKeyPattern> KeyPattern { get; }

    /// <summary>Channels.</summary>
    public IReadOnlyList<string> ChannelPattern { get; }

    /// <summary>The command rules in their order; the first is +@all or -@all. Redis 7.0 may say them in other words than they were given.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>Further sets of permissions (Redis 7.0).</summary>
    public IReadOnlyList<AclSelector> Selectors { get; }

    /// <summary>All rules as one text, three stars for each password.</summary>
    public string Rule { get; }

    /// <summary>The flags as words: on or off, nopass, allkeys, allchannels, allcommands.</summary>
    public IReadOnlyList<string> Flags =>
    [
        Enabled ? "on" : "off",
        .. new[] { (NoPassword, "nopass"), (HasAllKeys, "allkeys"), (ChannelPattern.Contains("*"), "allchannels"), (Commands is ["+@all"], "allcommands") }
            .Where(flag => flag.Item1).Select(flag => flag.Item2),
    ];

    /// <summary>The key patterns as one text, for views.</summary>
    public string Keys => PrintableText.Of(string.Join(' ', KeyPattern));

    /// <summary>The channel patterns as one text, for views.</summary>
    public string Channels => PrintableText.Of(string.Join(' ', ChannelPattern.Select(channel => "&" + channel)));

    /// <summary>The command rules and selectors as one text, for views.</summary>
    public string CommandRule => PrintableText.Of(string.Join(' ', Commands.Concat(Selectors.Select(selector => selector.Rule))));

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; }

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; }

    private bool HasAllKeys => KeyPattern.Any(key => key is { Pattern: "*", Access: AclKeyAccess.All });

    /// <summary>Name and rules, without secrets.</summary>
    public override string ToString() => $"{Name} {Rule}";
}
