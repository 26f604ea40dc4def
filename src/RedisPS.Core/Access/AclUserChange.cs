namespace RedisPS.Core.Access;

/// <summary>What became of a user.</summary>
public sealed class AclUserChange
{
    /// <summary>The user.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the server has another user than before. With WhatIf: nothing is returned.</summary>
    public bool Changed { get; init; }

    /// <summary>What the user was; null when there was none.</summary>
    public AclUser? Previous { get; init; }

    /// <summary>What the user is now, read back; null when it was removed, and when it cannot be read back.</summary>
    public AclUser? Current { get; init; }

    /// <summary>True: the server was asked afterwards, and has it so. Null: nothing was changed; or the server said OK, and this connection may no longer ask, which <see cref="Note"/> tells.</summary>
    public bool? Verified { get; init; }

    /// <summary>True: in the server's file. False: lost when the server starts again. Null: nothing was changed, and whether the file has it is not known.</summary>
    public bool? Persisted { get; init; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The rules now, without secrets; empty when the user was removed, or cannot be read back. For views.</summary>
    public string Rule => Current?.Rule ?? "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(!Changed ? "unchanged" : Verified is null ? "changed, and not read back" : Current is null ? "removed" : Previous is null ? "made" : "changed")}";
}
