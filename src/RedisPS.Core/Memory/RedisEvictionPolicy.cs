namespace RedisPS.Core.Memory;

/// <summary>What a server does when it is at its memory limit: one of the ways it knows.</summary>
public sealed record RedisEvictionPolicy
{
    /// <summary>The name, such as allkeys-lru.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it does.</summary>
    public string Description { get; init; } = "";

    /// <summary>The first version of Redis that has it; empty when not known. Valkey has those of Redis 4.0.</summary>
    public string MinimumVersion { get; init; } = "";

    /// <summary>Whether the server follows it now.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>How many keys are compared to choose the one to evict (maxmemory-samples); null when not known, or for another than the current policy.</summary>
    public int? MaxMemorySamples { get; init; }

    /// <summary>The policy before; null when nothing was asked to be changed.</summary>
    public string? Previous { get; init; }

    /// <summary>Whether anything was changed.</summary>
    public bool Changed { get; init; }

    /// <summary>True: it is in the configuration file. False: it is lost when the server starts again. Null: not known.</summary>
    public bool? Persisted { get; init; }

    /// <summary>The memory limit; 0 is none, and no policy ever acts; null when not known.</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>How many keys there are; null when not known.</summary>
    public long? KeyCount { get; init; }

    /// <summary>How many keys have a time to live, which is all that a volatile policy may evict; null when not known.</summary>
    public long? ExpiringCount { get; init; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
