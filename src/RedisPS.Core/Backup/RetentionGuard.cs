using System.Globalization;

namespace RedisPS.Core.Backup;

/// <summary>
/// What has to hold before old backups go: the last attempt has ended well, and the newest backup is read once more from its first byte to
/// its last. Otherwise an old one may be the only good one there is.
/// </summary>
public static class RetentionGuard
{
    /// <summary>Checks one server's backups.</summary>
    /// <param name="folder">The folder they are in.</param>
    /// <param name="backups">All backups of one server.</param>
    /// <param name="verified">A backup that was verified just now and need not be read again; null: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">Nothing of them may be removed (<see cref="BackupFailure.RetentionBlocked"/>).</exception>
    public static async Task RequireGoodAsync(string folder, IReadOnlyList<RedisBackup> backups, RedisBackup? verified, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backups);
        if (backups.MaxBy(backup => backup.StartedAt) is not { } newest) { return; }
        if (BackupAttempt.Find(folder, newest.Server) is { } attempt && attempt.StartedAt > newest.StartedAt)
        {
            throw Blocked(newest, string.Create(CultureInfo.InvariantCulture, $"the last attempt, of {attempt.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, failed: {attempt.Problem}"));
        }

        if (verified is not null && verified.Path == newest.Path) { return; }
        BackupTest test = await BackupVerifier.TestAsync(newest, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (!test.IsGood) { throw Blocked(newest, $"the newest, {newest.Name}, is not good: {test.Problem}"); }
    }

    private static BackupException Blocked(RedisBackup newest, string why) =>
        new(BackupFailure.RetentionBlocked, $"No backup of {newest.Server} was removed, because {why}", "Make a backup that is good (Backup-Redis), then remove old ones.");
}
