namespace RedisPS.Core.Keyspace;

/// <summary>By what keys are ranked.</summary>
public enum KeyRank
{
    /// <summary>MEMORY USAGE, in bytes.</summary>
    Memory,

    /// <summary>Number of elements; bytes for strings.</summary>
    Length,

    /// <summary>How often a key is used; needs an LFU eviction policy.</summary>
    Frequency,

    /// <summary>How long a key was not used; not under an LFU eviction policy.</summary>
    IdleTime,
}
