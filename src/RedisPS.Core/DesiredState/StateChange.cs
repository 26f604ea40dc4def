namespace RedisPS.Core.DesiredState;

/// <summary>What became of one property of a desired state.</summary>
public sealed class StateChange
{
    /// <summary>The part of the desired state.</summary>
    public StateSection Section { get; init; }

    /// <summary>The setting, or the name of the user.</summary>
    public required string Property { get; init; }

    /// <summary>What the server had before; secrets as three stars.</summary>
    public string? Previous { get; init; }

    /// <summary>What the server has now, read back; secrets as three stars.</summary>
    public string? Value { get; init; }

    /// <summary>What is wanted; secrets as three stars; null for a user that shall not be.</summary>
    public string? Desired { get; init; }

    /// <summary>Whether it was changed.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether it is as wanted now; null when that cannot be known.</summary>
    public bool? InDesiredState { get; init; }

    /// <summary>Whether the wanted value needs a restart to come into force.</summary>
    public bool RequiresRestart { get; init; }

    /// <summary>True: it lasts over a restart. False: it does not. Null: that is not known.</summary>
    public bool? Persisted { get; init; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Changed ? $"{Property}: {Previous ?? "(nothing)"} -> {Value ?? "(nothing)"}" : $"{Property}: {Value}";
}
