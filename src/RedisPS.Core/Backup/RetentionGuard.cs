using System.Globalization;

namespace RedisPS.Core.Backup;

/// <summary>
/// What has to hold before old backups go: the last attempt has ended well, and the newest backup lacks no key and is read once more from its
/// first byte to its last. Otherwise an old one may be the only good one there is.
/// </summary>
public static class RetentionGuard
{
    /// <summary>Checks one server's backups.</summary>
    /// <param name="folder">The folder they are in.</param>
    /// <param name="backups">All backups of one server.</param>
    /// <param name="made">The backup that was made just now, which is the newest whatever the clocks say, and need not be read again if it is verified; null: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">Nothing of them may be removed (<see cref="BackupFailure.RetentionBlocked"/>).</exception>
    public static async Task RequireGoodAsync(string folder, IReadOnlyList<RedisBackup> backups, RedisBackup? made, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backups);
        if ((made ?? backups.MaxBy(backup => backup.StartedAt)) is not { } newest) { return; }

        // Beside a backup of the future nothing that fails now would ever count as later.
        if (BackupAttempt.Find(folder, newest.Server) is { } attempt && (attempt.StartedAt > newest.StartedAt || newest.StartedAt > DateTimeOffset.UtcNow))
        {
            throw Blocked(newest, string.Create(CultureInfo.InvariantCulture, $"the last attempt, of {attempt.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, failed: {attempt.Problem}"));
        }

        if (newest.Lack is { } lack) { throw Blocked(newest, $"the newest, {newest.Name}, is not complete: {lack}"); }
        if (made is { IsVerified: true }) { return; }
        BackupTest test = await BackupVerifier.TestAsync(newest, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (test.Condition == BackupCondition.NotReadable)
        {
            throw new BackupException(
                BackupFailure.RetentionBlocked,
                $"No backup of {newest.Server} was removed, because whether the newest, {newest.Name}, is whole cannot be known: {test.Problem}",
                "Use a newer RedisPS, or remove the backups that are to go by hand: Get-RedisBackup lists them, and Remove-RedisBackup takes them from the pipeline.");
        }

        if (!test.IsGood) { throw Blocked(newest, $"the newest, {newest.Name}, is not good: {test.Problem}"); }
    }

    private static BackupException Blocked(RedisBackup newest, string why) =>
        new(BackupFailure.RetentionBlocked, $"No backup of {newest.Server} was removed, because {why}", "Make a backup that is good (Backup-Redis), then remove old ones.");
}
