namespace RedisPS.Core.Backup;

/// <summary>What kept a backup from being made, read or brought back.</summary>
public enum BackupFailure
{
    /// <summary>The folder cannot be made or written to.</summary>
    TargetNotWritable,

    /// <summary>There is not enough space.</summary>
    NoSpace,

    /// <summary>A file of that name is there already.</summary>
    AlreadyExists,

    /// <summary>No such file or folder.</summary>
    NotFound,

    /// <summary>What arrived, or what the file holds, is not whole.</summary>
    Damaged,

    /// <summary>The file is not the one that its manifest describes.</summary>
    Changed,
}
