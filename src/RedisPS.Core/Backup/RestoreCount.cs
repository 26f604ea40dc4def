using System.Globalization;
using RedisPS.Core.Rdb;
using RedisPS.Core.Server;

namespace RedisPS.Core.Backup;

/// <summary>How many keys of a backup a server must have loaded: what had expired may be there, or not any more.</summary>
internal sealed class RestoreCount
{
    private const int FirstWithFieldExpiry = 12;

    private readonly IReadOnlyDictionary<int, long> _keys;
    private readonly Dictionary<int, Gone> _gone = [];

    private RestoreCount(IReadOnlyDictionary<int, long> keys) => _keys = keys;

    /// <summary>How many keys of the backup have expired, and hashes with all of their fields.</summary>
    public long Expired => _gone.Values.Sum(gone => gone.All);

    /// <summary>Counts.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="test">What reading it found.</param>
    /// <param name="loadingAt">When a server began to load that leaves expired keys out, in milliseconds since 1970. Null for an append-only file: it brings them back for a moment.</param>
    /// <param name="now">A moment after the load.</param>
    /// <param name="stop">Ends it.</param>
    public static RestoreCount Read(RedisBackup backup, BackupTest test, long? loadingAt, long now, CancellationToken stop)
    {
        RestoreCount count = new(test.KeysByDatabase);
        bool fields = test.RdbVersion >= FirstWithFieldExpiry && test.KeysByType.ContainsKey("hash");
        if (test.ExpiringKeys == 0 && !fields) { return count; }
        using Stream stream = BackupData.Open(backup.Path);
        RdbReader reader = new(stream);
        while (reader.ReadKey())
        {
            stop.ThrowIfCancellationRequested();
            RdbKey key = reader.Current;
            if (key.ExpiresAtMilliseconds is { } at && at <= now)
            {
                Gone gone = count.Of(key.Database);
                if (at <= loadingAt) { gone.Before++; }
                else { gone.Since++; }
            }
            else if (FieldExpiry.IsPossible(key.Code) && FieldExpiry.GoneAt(reader.ReadPayload(out _)) <= now)
            {
                count.Of(key.Database).Fields++;
            }
        }

        return count;
    }

    /// <summary>
    /// Compares. What a server says it loaded counts, whatever clients have written since; where it does not say that (before 7.0), what it
    /// has now: fewer are a loss, and more are not certain to be none.
    /// </summary>
    /// <param name="info">The sections persistence and keyspace.</param>
    /// <param name="isVerified">Whether it is certain that it loaded what the backup holds.</param>
    /// <param name="note">What else is worth knowing.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Compare(ServerInfo info, out bool isVerified, out string note)
    {
        isVerified = false;
        note = "";
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (info.GetInteger("rdb_last_load_keys_loaded") is { } loaded && info.GetInteger("rdb_last_load_keys_expired") is { } left)
        {
            long keys = _keys.Values.Sum();
            long fields = _gone.Values.Sum(gone => gone.Fields);
            isVerified = loaded >= keys - Expired && loaded <= keys - _gone.Values.Sum(gone => gone.Before) && loaded + left >= keys - fields && loaded + left <= keys;
            if (!isVerified)
            {
                return string.Create(culture, $"it loaded {loaded:N0} keys and left out {left:N0} that had expired, and the backup holds {keys:N0}{(Expired > 0 ? string.Create(culture, $", of which {Expired:N0} have expired") : "")}");
            }

            string[] changed = [.. Different(info).Select(found => string.Create(culture, $"database {found.Database} has {found.There:N0}, and the backup {found.Keys:N0}"))];
            if (changed.Length > 0) { note = $"It loaded what the backup holds. Since then its keys have changed: {string.Join("; ", changed)}."; }
            return null;
        }

        (int Database, long There, long Keys, bool Fewer)[] different = [.. Different(info)];
        string[] texts = [.. different.OrderByDescending(found => found.Fewer).Select(found => string.Create(culture, $"database {found.Database} has {found.There:N0} keys, and the backup {found.Keys:N0}, of which {_gone.GetValueOrDefault(found.Database)?.All ?? 0:N0} have expired"))];
        if (different.Any(found => found.Fewer)) { return texts[0]; }
        isVerified = texts.Length == 0;
        if (!isVerified) { note = $"Whether all of the backup is there is not certain, for this server does not say what it loaded: {string.Join("; ", texts)}."; }
        return null;
    }

    private IEnumerable<(int Database, long There, long Keys, bool Fewer)> Different(ServerInfo info)
    {
        Dictionary<int, (long Keys, long Expiring)> found = KeyspaceCounts.Read(info);
        foreach (int database in found.Keys.Union(_keys.Keys).Order())
        {
            long keys = _keys.GetValueOrDefault(database);
            long there = found.GetValueOrDefault(database).Keys;
            Gone gone = _gone.GetValueOrDefault(database) ?? new Gone();
            if (there < keys - gone.All || there > keys - gone.Before) { yield return (database, there, keys, there < keys - gone.All); }
        }
    }

    private Gone Of(int database)
    {
        if (!_gone.TryGetValue(database, out Gone? gone)) { _gone[database] = gone = new Gone(); }
        return gone;
    }

    private sealed class Gone
    {
        public long Before { get; set; }

        public long Since { get; set; }

        public long Fields { get; set; }

        public long All => Before + Since + Fields;
    }
}
