namespace RedisPS.Client;

/// <summary>What a reply may claim at most. Memory is only ever taken for bytes that have arrived; these limits end a reply that goes on and on.</summary>
public sealed record RespLimits
{
    /// <summary>The limits used when nothing else is said.</summary>
    public static RespLimits Default { get; } = new();

    /// <summary>How deep aggregates may nest.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>The longest string, in bytes. Redis itself allows 512 MiB unless proto-max-bulk-len says more.</summary>
    public long MaxBulkBytes { get; init; } = 1L << 30;

    /// <summary>The most elements of one reply, all levels together.</summary>
    public long MaxElements { get; init; } = 64L << 20;

    /// <summary>The longest status, error or number line, in bytes.</summary>
    public int MaxLineBytes { get; init; } = 64 << 10;
}
