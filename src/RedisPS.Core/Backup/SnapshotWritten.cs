namespace RedisPS.Core.Backup;

/// <summary>When a snapshot was written: another one shows that the server saved.</summary>
/// <param name="Time">The file's time; null where there is none.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct SnapshotWritten(DateTime? Time, long Length)
{
    /// <summary>Looks.</summary>
    public static SnapshotWritten At(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? new SnapshotWritten(file.LastWriteTimeUtc, file.Length) : default;
    }
}
