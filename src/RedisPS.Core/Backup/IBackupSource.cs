namespace RedisPS.Core.Backup;

/// <summary>Where the bytes of a backup come from.</summary>
internal interface IBackupSource
{
    /// <summary>What is being done, for progress.</summary>
    string Phase { get; }

    /// <summary>How many bytes there will be, once that is known.</summary>
    long? Total { get; }

    /// <summary>What must be known about what was brought.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>Brings all bytes of an RDB to the target.</summary>
    Task CopyAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> target, CancellationToken cancellationToken);

    /// <summary>What the source knows about the backup.</summary>
    RedisBackup Describe(RedisBackup backup);
}
