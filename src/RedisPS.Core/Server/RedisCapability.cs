using RedisPS.Client;

namespace RedisPS.Core.Server;

/// <summary>What a server is and what this connection's user may do there, as far as it was told.</summary>
public sealed class RedisCapability
{
    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>Redis, Valkey, KeyDB, Dragonfly, Garnet or Memurai.</summary>
    public ServerProduct Product { get; init; }

    /// <summary>The product's version.</summary>
    public Version? Version { get; init; }

    /// <summary>The Redis version it claims to be compatible with.</summary>
    public Version? RedisVersion { get; init; }

    /// <summary>standalone, sentinel or cluster; empty when not told.</summary>
    public string Mode { get; init; } = "";

    /// <summary>primary or replica; empty when not told.</summary>
    public string Role { get; init; } = "";

    /// <summary>The RESP version in use: 2 or 3.</summary>
    public int Protocol { get; init; }

    /// <summary>Whether it is a managed service that withholds administrative commands.</summary>
    public bool IsManaged { get; init; }

    /// <summary>The ACL user of this connection.</summary>
    public string? AclUser { get; init; }

    /// <summary>The user's command rules, such as <c>+@all -@dangerous</c>; null when the user may not see them.</summary>
    public string? CommandRules { get; init; }

    /// <summary>The user's key rules, such as <c>~cache:*</c>; null when the user may not see them.</summary>
    public string? KeyRules { get; init; }

    /// <summary>The configuration file; null when there is none, or it was not told.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The commands of the server, sorted, without their subcommands; empty when it does not list them.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>How many commands the server has.</summary>
    public int CommandCount => Commands.Count;

    /// <summary>The features that cmdlets ask for.</summary>
    public IReadOnlyList<RedisFeature> Features { get; init; } = [];

    /// <summary>What could not be asked, and why.</summary>
    public IReadOnlyList<string> Restrictions { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Product} {Version} ({CommandCount} commands)";
}
