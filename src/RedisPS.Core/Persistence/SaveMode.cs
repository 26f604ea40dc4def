namespace RedisPS.Core.Persistence;

/// <summary>How a server is to save.</summary>
public enum SaveMode
{
    /// <summary>BGSAVE: a child writes the snapshot while the server goes on.</summary>
    Background,

    /// <summary>SAVE: the server itself writes the snapshot and serves nobody meanwhile.</summary>
    Foreground,

    /// <summary>BGREWRITEAOF: a child writes the append-only file anew.</summary>
    AofRewrite,
}
