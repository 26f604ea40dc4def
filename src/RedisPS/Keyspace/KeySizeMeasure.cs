namespace RedisPS.Keyspace;

/// <summary>What Find-RedisKey -Largest compares.</summary>
public enum KeySizeMeasure
{
    /// <summary>Bytes on the server (MEMORY USAGE).</summary>
    Memory,

    /// <summary>Elements of a collection, or bytes of a string.</summary>
    Length,
}
