namespace RedisPS.Core.Backup;

/// <summary>How a backup gets the data.</summary>
public enum BackupMethod
{
    /// <summary>The snapshot that the server sends to a replica: one point in time, from wherever the port can be reached (PSYNC).</summary>
    Replication,

    /// <summary>The file that the server writes (BGSAVE), copied from its folder, which must be on this machine or mounted: one point in time.</summary>
    ServerFile,

    /// <summary>DUMP of every key, for servers that block the rest: each key as it was when its turn came, not one point in time.</summary>
    Logical,
}
