using System.Diagnostics;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>Reads a backup from its first byte to its last: its hash, its checksum, every size inside, the counts of its manifest.</summary>
public static class BackupVerifier
{
    /// <summary>Tests a backup. Damage is a result, not an exception.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="progress">Told now and then how many bytes of the RDB were read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="BackupException">The file cannot be read.</exception>
    public static async Task<BackupTest> TestAsync(RedisBackup backup, Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backup);
        Stopwatch clock = Stopwatch.StartNew();
        bool described = backup.Format == RedisBackup.FormatName;
        Task<string>? hash = described ? Task.Run(() => HashAsync(backup.Path, cancellationToken), cancellationToken) : null;
        BackupTest test = new() { Name = backup.Name, Path = backup.Path, Bytes = backup.Bytes, FailedKeys = backup.FailedKeys };
        string? problem = null;
        string? newer = null;
        try
        {
            RdbTally tally = await Task.Run(() => Tally(backup.Path, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
            test = test with
            {
                Checksum = tally.Checksum,
                Keys = tally.Keys,
                ExpiringKeys = tally.ExpiringKeys,
                KeysByDatabase = tally.KeysByDatabase,
                KeysByType = tally.KeysByType,
                RdbVersion = tally.Version,
                RdbBytes = tally.Bytes,
                Functions = tally.Functions,
                Modules = [.. tally.Modules],
                WrittenBy = WriterOf(tally.Auxiliary),
            };
            if (tally.HasTail) { problem = "Something follows the end of the RDB."; }
            if (described && (backup.IsVerified || backup.VerifiedAt is not null) && tally.Keys != backup.Keys) { problem = $"It holds {tally.Keys} keys, and its manifest says {backup.Keys}."; }
        }
        catch (RdbFormatException e) when (e.IsUnknownFormat) { newer = e.Message; }
        catch (RdbFormatException e) { problem = e.Message; }

        if (hash is not null)
        {
            bool same = await hash.ConfigureAwait(false) == backup.Sha256;
            test = test with { IsUnchanged = same };
            if (!same) { problem = (problem is null ? "" : problem + " ") + "The file is not the one that its manifest describes: its SHA-256 differs."; }
        }

        if (problem is null && described) { problem = await BackupFileVerifier.ProblemAsync(backup, cancellationToken).ConfigureAwait(false); }
        BackupCondition condition = problem is not null ? BackupCondition.Damaged
            : newer is not null ? BackupCondition.NotReadable
            : backup.FailedKeys > 0 ? BackupCondition.Incomplete
            : BackupCondition.Whole;
        return test with { IsGood = condition == BackupCondition.Whole, Condition = condition, Problem = problem ?? newer ?? backup.Lack, Duration = clock.Elapsed };
    }

    private static string WriterOf(IReadOnlyDictionary<string, string> auxiliary) =>
        auxiliary.TryGetValue("valkey-ver", out string? valkey) ? $"Valkey {valkey}" : auxiliary.TryGetValue("redis-ver", out string? redis) ? $"Redis {redis}" : "";

    private static RdbTally Tally(string path, Action<long>? progress, CancellationToken cancellationToken)
    {
        using Stream stream = BackupData.Open(path);
        return RdbTally.Read(stream, progress, cancellationToken);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await FileHash.Sha256Async(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFailure.NotFound, $"{path} cannot be read: {e.Message}", "Check the path and the rights.", e);
        }
    }
}
