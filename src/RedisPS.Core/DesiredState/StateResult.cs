namespace RedisPS.Core.DesiredState;

/// <summary>One property of a server beside what is wanted of it.</summary>
public sealed class StateResult
{
    /// <summary>The part of the desired state.</summary>
    public StateSection Section { get; init; }

    /// <summary>The setting, or the name of the user.</summary>
    public required string Property { get; init; }

    /// <summary>What is wanted; secrets as three stars; null for a user that shall not be.</summary>
    public string? Desired { get; init; }

    /// <summary>What the server has; secrets as three stars; null when it does not know the property, or may not be asked.</summary>
    public string? Actual { get; init; }

    /// <summary>Whether it is as wanted; null when that cannot be known.</summary>
    public bool? InDesiredState { get; init; }

    /// <summary>Whether the wanted value needs a restart to come into force.</summary>
    public bool RequiresRestart { get; init; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => InDesiredState == true ? $"{Property}: {Actual}" : $"{Property}: {Actual ?? "(nothing)"} instead of {Desired ?? "(nothing)"}";
}
