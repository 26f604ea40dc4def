namespace RedisPS.Core.Configuration;

/// <summary>What a setting's value is.</summary>
public enum ConfigKind
{
    /// <summary>A text, compared as it is.</summary>
    Text,

    /// <summary>yes or no.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A file mode, in octal digits.</summary>
    Octal,

    /// <summary>Bytes; may be written with a unit, such as 2gb.</summary>
    Memory,

    /// <summary>Bytes, or a share of maxmemory such as 5%.</summary>
    MemoryOrPercent,

    /// <summary>One of a few words.</summary>
    Enum,

    /// <summary>Some of a few words, in any order.</summary>
    Flags,

    /// <summary>Words, in an order that matters.</summary>
    Words,

    /// <summary>Numbers, in an order that matters.</summary>
    Numbers,

    /// <summary>When to save: pairs of seconds and changes; empty is never.</summary>
    SavePoints,

    /// <summary>A class of clients, a hard limit, a soft limit and its seconds; for one or several classes.</summary>
    BufferLimits,

    /// <summary>Letters that stand for classes of keyspace events.</summary>
    EventClasses,
}
