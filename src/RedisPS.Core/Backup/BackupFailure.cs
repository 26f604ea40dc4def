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

    /// <summary>The file that the server wrote is not to be had from this machine.</summary>
    ServerFileMissing,

    /// <summary>The append-only file did not stay the same while it was copied, or is damaged.</summary>
    AppendOnlyFailed,

    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>The data is in a format that RedisPS does not know.</summary>
    UnknownFormat,

    /// <summary>Nothing may be removed, because the newest backup failed or is not good.</summary>
    RetentionBlocked,

    /// <summary>It is the last verified one, which only goes when that is said.</summary>
    LastVerified,

    /// <summary>This server is not to be restored, or not in this way.</summary>
    Refused,

    /// <summary>The server did not come up with the backup as it should; what was there before was put back.</summary>
    RestoreFailed,
}
