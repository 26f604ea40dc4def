namespace RedisPS.Keyspace;

/// <summary>When Set-RedisTtl changes a key's expiry; the words are those of EXPIRE.</summary>
public enum TtlCondition
{
    /// <summary>Always.</summary>
    None,

    /// <summary>Only if the key has no expiry.</summary>
    NX,

    /// <summary>Only if the key has an expiry.</summary>
    XX,

    /// <summary>Only if the new expiry is later.</summary>
    GT,

    /// <summary>Only if the new expiry is earlier.</summary>
    LT,
}
