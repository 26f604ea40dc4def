namespace RedisPS.Core.Keyspace;

/// <summary>What a walk or look-up asks about each key. Every column costs the server one more command a key.</summary>
[Flags]
public enum KeyColumns
{
    /// <summary>Only the name.</summary>
    None = 0,

    /// <summary>TYPE.</summary>
    Type = 1,

    /// <summary>PTTL.</summary>
    TimeToLive = 2,

    /// <summary>MEMORY USAGE, in bytes; the server samples five elements of a collection unless told otherwise.</summary>
    Memory = 4,

    /// <summary>STRLEN, LLEN, SCARD, HLEN, ZCARD, XLEN, ...: whichever fits the type. Implies <see cref="Type"/>.</summary>
    Length = 8,

    /// <summary>OBJECT ENCODING.</summary>
    Encoding = 16,

    /// <summary>OBJECT IDLETIME; nothing while the eviction policy counts frequencies (LFU).</summary>
    IdleTime = 32,

    /// <summary>OBJECT FREQ; only while the eviction policy counts frequencies (LFU).</summary>
    Frequency = 64,

    /// <summary>PEXPIRETIME beside PTTL, so that ExpiresAt is the server's own and does not depend on this machine's clock (Redis 7.0 and later).</summary>
    ExactExpiry = 128,

    /// <summary>Everything.</summary>
    All = Type | TimeToLive | Memory | Length | Encoding | IdleTime | Frequency | ExactExpiry,
}
