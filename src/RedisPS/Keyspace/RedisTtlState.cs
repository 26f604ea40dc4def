namespace RedisPS.Keyspace;

/// <summary>Whether a key expires.</summary>
public enum RedisTtlState
{
    /// <summary>It has a time to live.</summary>
    Expiring,

    /// <summary>It stays until it is removed.</summary>
    Persistent,
}
