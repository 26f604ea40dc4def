namespace RedisPS.Core.Backup;

/// <summary>How far a backup is.</summary>
/// <param name="Phase">What is being done: "Waiting for the server", "Receiving", "Reading keys", "Checking".</param>
/// <param name="Bytes">Bytes of the RDB so far.</param>
/// <param name="Total">How many there will be; null when the server does not know yet.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record BackupProgress(string Phase, long Bytes, long? Total, TimeSpan Elapsed)
{
    /// <summary>Bytes a second since the start.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Bytes / Elapsed.TotalSeconds : 0;
}
