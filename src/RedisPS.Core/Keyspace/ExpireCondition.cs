namespace RedisPS.Core.Keyspace;

/// <summary>When a new time to live is set. All but None need Redis 7.0 or another server that knows the options of EXPIRE.</summary>
public enum ExpireCondition
{
    /// <summary>Always.</summary>
    None,

    /// <summary>NX: only when the key has no expiry.</summary>
    IfNone,

    /// <summary>XX: only when the key has an expiry already.</summary>
    IfAny,

    /// <summary>GT: only when the key then lives longer. A key without expiry lives for ever, so it is never changed.</summary>
    IfLonger,

    /// <summary>LT: only when the key then lives shorter. A key without expiry lives for ever, so it is always changed.</summary>
    IfShorter,
}
