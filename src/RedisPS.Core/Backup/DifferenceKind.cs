namespace RedisPS.Core.Backup;

/// <summary>In what a server is not what a backup holds.</summary>
public enum DifferenceKind
{
    /// <summary>The number of keys of a database.</summary>
    Keys,

    /// <summary>The number of keys of a database that expire.</summary>
    ExpiringKeys,

    /// <summary>The number of function libraries.</summary>
    Functions,

    /// <summary>A key is not there.</summary>
    Missing,

    /// <summary>A key is of another type.</summary>
    Type,

    /// <summary>A key has another value.</summary>
    Value,

    /// <summary>A key expires at another time.</summary>
    Expiry,
}
