namespace RedisPS.Core.Backup;

/// <summary>In which condition a test found a backup.</summary>
public enum BackupCondition
{
    /// <summary>The file is damaged, or not the one that its manifest describes.</summary>
    Damaged,

    /// <summary>The file is of a newer format than this version of RedisPS reads: whether it is whole is not known.</summary>
    NotReadable,

    /// <summary>The file is whole, and lacks keys that could not be read when it was made.</summary>
    Incomplete,

    /// <summary>The file is whole, and lacks nothing that is known of.</summary>
    Whole,
}
