namespace RedisPS.Core.Keyspace;

/// <summary>How a mass operation is run.</summary>
public sealed record MassOptions
{
    /// <summary>The connection's name, for results.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>At most this many keys a second; null: as fast as the server goes.</summary>
    public double? MaxOperationsPerSecond { get; init; }

    /// <summary>Stop after exactly this many keys; null: no cap.</summary>
    public long? MaxKeys { get; init; }

    /// <summary>At most this many keys in one batch; null: what suits the step (1000; 100 where the server is blocked meanwhile).</summary>
    public int? BatchSize { get; init; }

    /// <summary>At most this many bytes of planned memory or names in one batch.</summary>
    public long BatchBytes { get; init; } = 64L << 20;

    /// <summary>Told now and then how far it is; called on whatever thread the work runs.</summary>
    public Action<OperationProgress>? Progress { get; init; }

    /// <summary>Told of every key; called in order, on whatever thread the work runs. Makes removals by pattern ask for one reply a key.</summary>
    public Action<PlannedKey, KeyOutcome>? KeyDone { get; init; }

    /// <summary>The clock of the throttle and of elapsed times.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
