namespace RedisPS.Core.Access;

/// <summary>Whether a user may run a command.</summary>
public sealed class AclPermission
{
    /// <summary>The user.</summary>
    public required string Name { get; init; }

    /// <summary>The command with its arguments.</summary>
    public required string Command { get; init; }

    /// <summary>Whether it may.</summary>
    public bool Allowed { get; init; }

    /// <summary>Why not, in the server's words where it said so; empty when it may.</summary>
    public string Reason { get; init; } = "";

    /// <summary>DryRun: the server was asked. Rules: worked out from the user's rules, because the server cannot be asked; keys and channels are then not looked at.</summary>
    public string Method { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {(Allowed ? "may" : "may not")} {Command}";
}
