namespace RedisPS.Core.Configuration;

/// <summary>What became of one setting.</summary>
public sealed class ConfigChange
{
    /// <summary>The setting.</summary>
    public required string Name { get; init; }

    /// <summary>What the server had before; *** for a secret; null when the server did not know the setting.</summary>
    public string? Previous { get; init; }

    /// <summary>What the server has now, read back; *** for a secret. With WhatIf: what it would have.</summary>
    public string? Value { get; init; }

    /// <summary>Whether it is another value than before. With WhatIf: whether it would be.</summary>
    public bool Changed { get; init; }

    /// <summary>True: it is in the configuration file. False: it is lost when the server starts again. Null: nothing was changed, and whether the file has it is not known.</summary>
    public bool? Persisted { get; init; }

    /// <summary>Whether the wanted value needs a restart to come into force.</summary>
    public bool RequiresRestart { get; init; }

    /// <summary>When it is undone unless Confirm-RedisChange is called; null when it stays.</summary>
    public DateTimeOffset? RevertsAt { get; init; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was used.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Changed ? $"{Name}: {Previous} -> {Value}" : $"{Name}: {Value}";
}
