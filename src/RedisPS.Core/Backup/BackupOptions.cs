namespace RedisPS.Core.Backup;

/// <summary>What a backup is made of, and how.</summary>
public sealed record BackupOptions
{
    /// <summary>The folder to write to; it is made if it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>The file's name without extension; null: server and time.</summary>
    public string? Name { get; init; }

    /// <summary>How to get the data.</summary>
    public BackupMethod Method { get; init; }

    /// <summary>Whether the file is compressed with gzip.</summary>
    public bool Compress { get; init; }

    /// <summary>Whether every byte is checked while it arrives.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Whether the settings (without secrets) are written beside it.</summary>
    public bool IncludeConfiguration { get; init; }

    /// <summary>Whether the users are written beside it, with the hashes of their passwords.</summary>
    public bool IncludeAcl { get; init; }

    /// <summary>Whether the functions are written beside it, as FUNCTION RESTORE takes them.</summary>
    public bool IncludeFunctions { get; init; }

    /// <summary>Whether the append-only file is copied beside it; only with <see cref="BackupMethod.ServerFile"/>.</summary>
    public bool IncludeAppendOnly { get; init; }

    /// <summary>The folder of the server's data as this machine sees it; null: the one that the server tells, which must then be on this machine.</summary>
    public string? ServerDataPath { get; init; }

    /// <summary>How long it may take in all; infinite is allowed.</summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Whether a replica is asked where there is one.</summary>
    public bool PreferReplica { get; init; }

    /// <summary>At most so many bytes a second; null: as fast as it comes.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>Called now and then with how far it is, from any thread.</summary>
    public Action<BackupProgress>? Progress { get; init; }
}
