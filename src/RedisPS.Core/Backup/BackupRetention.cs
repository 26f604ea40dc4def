namespace RedisPS.Core.Backup;

/// <summary>
/// Which backups may go. It goes by manifests, never by file times; per server; and it keeps, whatever else was asked for, the newest
/// verified backup and as many as <see cref="Minimum"/>.
/// </summary>
public sealed record BackupRetention
{
    /// <summary>Keep what is younger than so many days.</summary>
    public int? Days { get; init; }

    /// <summary>Keep the newest so many.</summary>
    public int? Count { get; init; }

    /// <summary>Keep the newest of each of the last so many days that have one.</summary>
    public int? Daily { get; init; }

    /// <summary>Keep the newest of each of the last so many weeks (from Monday, in UTC) that have one.</summary>
    public int? Weekly { get; init; }

    /// <summary>Keep the newest of each of the last so many months that have one.</summary>
    public int? Monthly { get; init; }

    /// <summary>Keep at least so many of each server.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>Chooses what may be removed.</summary>
    /// <param name="backups">All backups of a folder.</param>
    /// <param name="now">The present.</param>
    /// <param name="made">The backup that was made just now: it stays, and is the newest whatever the clocks say. Null: none.</param>
    /// <returns>What no rule keeps, the oldest first; nothing when no rule was given.</returns>
    public IReadOnlyList<RedisBackup> Removable(IEnumerable<RedisBackup> backups, DateTimeOffset now, RedisBackup? made = null)
    {
        if (Days is null && Count is null && Daily is null && Weekly is null && Monthly is null) { return []; }
        List<RedisBackup> removable = [];
        foreach (IGrouping<string, RedisBackup> server in backups.GroupBy(backup => backup.Server, StringComparer.OrdinalIgnoreCase))
        {
            RedisBackup[] newestFirst = [.. server.OrderByDescending(backup => backup.Path == made?.Path).ThenByDescending(backup => backup.StartedAt)];
            HashSet<RedisBackup> kept = new(ReferenceEqualityComparer.Instance);
            kept.UnionWith(newestFirst.Where(backup => backup.Path == made?.Path));
            kept.UnionWith(newestFirst.Take(Minimum));
            if (newestFirst.FirstOrDefault(backup => backup.IsVerified) is { } verified) { _ = kept.Add(verified); }
            if (Days is { } days) { kept.UnionWith(newestFirst.Where(backup => backup.StartedAt > now.AddDays(-days))); }
            if (Count is { } count) { kept.UnionWith(newestFirst.Take(count)); }
            kept.UnionWith(NewestOfEach(newestFirst, Daily, backup => backup.StartedAt.UtcDateTime.Date));
            kept.UnionWith(NewestOfEach(newestFirst, Weekly, backup => Monday(backup.StartedAt.UtcDateTime.Date)));
            kept.UnionWith(NewestOfEach(newestFirst, Monthly, backup => new DateTime(backup.StartedAt.UtcDateTime.Year, backup.StartedAt.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc)));
            removable.AddRange(newestFirst.Where(backup => !kept.Contains(backup)));
        }

        removable.Sort((x, y) => x.StartedAt.CompareTo(y.StartedAt));
        return removable;
    }

    /// <summary>Which of the backups that are to go is the last verified one that its server has in its folder.</summary>
    /// <param name="chosen">The backups that are to go, of any folders and servers.</param>
    /// <returns>The newest verified one of each server of which no verified one would be left.</returns>
    /// <exception cref="BackupException">A folder is not there.</exception>
    public static IReadOnlyCollection<RedisBackup> LastVerified(IReadOnlyCollection<RedisBackup> chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        HashSet<string> paths = [.. chosen.Select(backup => backup.Path)];
        HashSet<RedisBackup> last = new(ReferenceEqualityComparer.Instance);
        foreach (IGrouping<string, RedisBackup> folder in chosen.Where(backup => backup.IsVerified).GroupBy(backup => Path.GetDirectoryName(backup.Path)!))
        {
            IReadOnlyList<RedisBackup> all = new BackupFolder(folder.Key).List();
            foreach (IGrouping<string, RedisBackup> server in folder.GroupBy(backup => backup.Server, StringComparer.OrdinalIgnoreCase))
            {
                bool another = all.Any(other => other.IsVerified && !paths.Contains(other.Path) && string.Equals(other.Server, server.Key, StringComparison.OrdinalIgnoreCase));
                if (!another) { _ = last.Add(server.MaxBy(backup => backup.StartedAt)!); }
            }
        }

        return last;
    }

    private static IEnumerable<RedisBackup> NewestOfEach(RedisBackup[] newestFirst, int? periods, Func<RedisBackup, DateTime> period) =>
        periods is { } count ? newestFirst.GroupBy(period).Take(count).Select(group => group.First()) : [];

    private static DateTime Monday(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
