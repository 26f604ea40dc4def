namespace RedisPS.Core.Access;

/// <summary>What became of the password of a user. Never the password.</summary>
public sealed class PasswordChange
{
    /// <summary>The user; <c>default</c> is who connects without a name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the server has other passwords than before.</summary>
    public bool Changed { get; init; }

    /// <summary>How many passwords there were.</summary>
    public int PreviousPasswordCount { get; init; }

    /// <summary>How many there are now: two while one is being replaced by the other.</summary>
    public int PasswordCount { get; init; }

    /// <summary>True: in the server's file. False: lost when the server starts again. Null: nothing was changed, and whether the file has it is not known.</summary>
    public bool? Persisted { get; init; }

    /// <summary>How many connections of the session went over to the new password.</summary>
    public int Reauthenticated { get; set; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(Changed ? "changed" : "unchanged")}";
}
