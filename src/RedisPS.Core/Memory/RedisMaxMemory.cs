namespace RedisPS.Core.Memory;

/// <summary>A server's memory limit beside what it uses; after a change also what it was.</summary>
public sealed record RedisMaxMemory
{
    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>The limit; 0 is none.</summary>
    public long MaxMemoryBytes { get; init; }

    /// <summary>Whether there is no limit.</summary>
    public bool IsUnlimited => MaxMemoryBytes == 0;

    /// <summary>The limit before; null when nothing was asked to be changed.</summary>
    public long? PreviousBytes { get; init; }

    /// <summary>Whether it is another limit than before.</summary>
    public bool Changed { get; init; }

    /// <summary>True: it is in the configuration file. False: it is lost when the server starts again. Null: not known.</summary>
    public bool? Persisted { get; init; }

    /// <summary>Memory in use.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>Memory in use as the server compares it with the limit: without the buffers of replicas and of the append-only file.</summary>
    public long? CountedBytes { get; init; }

    /// <summary>The share of the limit that is in use, 0 to 100 and beyond; null without a limit.</summary>
    public double? UsedPercent => MaxMemoryBytes > 0 && CountedBytes is { } counted ? Math.Round(100.0 * counted / MaxMemoryBytes, 1) : null;

    /// <summary>What is in use beyond the limit: what has to be evicted, or freed before writes work again; 0 when nothing is.</summary>
    public long? ExcessBytes => CountedBytes is { } counted ? MaxMemoryBytes == 0 ? 0 : Math.Max(0, counted - MaxMemoryBytes) : null;

    /// <summary>What happens at the limit.</summary>
    public string? EvictionPolicy { get; init; }

    /// <summary>The memory of the machine, as the server sees it: in a container that is the host's.</summary>
    public long? SystemBytes { get; init; }

    /// <summary>The limit's share of the machine's memory; null without a limit.</summary>
    public double? PercentOfSystem => MaxMemoryBytes > 0 && SystemBytes > 0 ? Math.Round(100.0 * MaxMemoryBytes / SystemBytes.Value, 1) : null;

    /// <summary>How many keys there are; null when the server does not say.</summary>
    public long? KeyCount { get; init; }

    /// <summary>How many keys have a time to live; null when the server does not say.</summary>
    public long? ExpiringCount { get; init; }

    /// <summary>What else there is to know; empty when there is nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The limit, for people.</summary>
    public string MaxMemoryText => Limit(MaxMemoryBytes);

    /// <summary>The limit before, for people.</summary>
    public string PreviousText => PreviousBytes is { } bytes ? Limit(bytes) : "";

    /// <summary>Memory in use, for people.</summary>
    public string UsedText => UsedBytes is { } bytes ? ByteSize.Format(bytes) : "";

    /// <inheritdoc/>
    public override string ToString() => Changed ? $"{PreviousText} -> {MaxMemoryText}" : MaxMemoryText;

    // What was not part of reading it.
    internal long? OverheadBytes { get; init; }

    internal bool IsReplica { get; init; }

    internal bool Is32Bit { get; init; }

    /// <summary>A limit, for people.</summary>
    internal static string Limit(long bytes) => bytes == 0 ? "no limit" : ByteSize.Format(bytes);
}
