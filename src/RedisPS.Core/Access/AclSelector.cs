namespace RedisPS.Core.Access;

/// <summary>A further set of permissions of a user (Redis 7.0): what is allowed by one of them is allowed.</summary>
public sealed class AclSelector
{
    internal AclSelector(AclPermissions permissions)
    {
        KeyPattern = [.. permissions.Keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => new AclKeyPattern(key.Key, key.Value))];
        ChannelPattern = [.. permissions.Channels];
        Commands = [.. permissions.Commands];
        Rule = permissions.ToString();
    }

    /// <summary>Keys, and what may be done with them.</summary>
    public IReadOnlyList<AclKeyPattern> KeyPattern { get; }

    /// <summary>Channels.</summary>
    public IReadOnlyList<string> ChannelPattern { get; }

    /// <summary>The command rules in their order.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>As ACL SETUSER takes it.</summary>
    public string Rule { get; }

    /// <inheritdoc/>
    public override string ToString() => Rule;
}
