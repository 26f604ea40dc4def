namespace RedisPS.Core.Keyspace;

/// <summary>How a plan is made.</summary>
public sealed record KeyPlanOptions
{
    /// <summary>The connection's name, for results.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>Plan at most this many keys; null: all.</summary>
    public long? MaxKeys { get; init; }

    /// <summary>What to find out about each key.</summary>
    public KeyColumns Columns { get; init; } = KeyColumns.Type | KeyColumns.TimeToLive | KeyColumns.Memory;

    /// <summary>SAMPLES of MEMORY USAGE; null: the server's default.</summary>
    public int? MemorySamples { get; init; }

    /// <summary>Also write the plan to this file (-PlanPath).</summary>
    public string? Path { get; init; }

    /// <summary>Told after every page.</summary>
    public Action<OperationProgress>? Progress { get; init; }
}
