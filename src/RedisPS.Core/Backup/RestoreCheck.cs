using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Rdb;
using RedisPS.Core.Server;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>Whether a server that was started with a backup has what the backup holds.</summary>
internal static class RestoreCheck
{
    /// <summary>Compares counts, and sees to the append-only file.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="started">What came of the start.</param>
    /// <param name="swap">The data.</param>
    /// <param name="loadingAt">When it began to load, in milliseconds since 1970.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="BackupException">It has something else.</exception>
    public static async Task<RestoreResult> RunAsync(ServerRestorePlan plan, ServiceChange started, DataSwap swap, long loadingAt, CancellationToken stop)
    {
        RestoreResult result = new()
        {
            Server = started.Server,
            ServiceName = plan.Service.Name,
            Path = plan.Backup.Path,
            DataPath = plan.Data.Folder,
            ExpectedKeys = plan.Test.Keys,
            PreviousKeys = plan.PreviousKeys,
            AppendOnly = plan.Data.AppendOnly,
        };
        RedisClient client;
        try { client = await RedisClient.ConnectAsync(plan.Options.Access.OptionsFor(plan.Service), stop).ConfigureAwait(false); }
        catch (RedisException e)
        {
            return result with { Note = $"What the server has now could not be seen: {e.Message}" };
        }

        using (client)
        {
            ServerInfo info = await ServerInfo.ReadAsync(client, ["persistence", "keyspace"], "", stop).ConfigureAwait(false);
            bool appends = info.GetText("aof_enabled") == "1";
            if (appends && info.GetText("aof_last_write_status") == "err") { throw Failed("it cannot write its append-only file"); }
            if (appends && !plan.Data.AppendOnly) { throw Failed("it has an append-only file, which neither it nor its configuration said before"); }
            Dictionary<int, long> found = KeyspaceCounts.Read(info).ToDictionary(pair => pair.Key, pair => pair.Value.Keys);
            long expired = Compare(plan, found, appends ? null : loadingAt, stop);
            if (!appends && plan.Data.AppendOnly) { swap.RemoveAppendOnly(); }
            return result with
            {
                Keys = found.Values.Sum(),
                ExpectedKeys = plan.Test.Keys - expired,
                ExpiredKeys = expired,
                AppendOnly = appends,
                IsVerified = true,
            };
        }
    }

    // An append-only file brings expired keys back for a moment; a snapshot leaves them out.
    private static long Compare(ServerRestorePlan plan, Dictionary<int, long> found, long? loadingAt, CancellationToken stop)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Dictionary<int, (long Before, long Since)> expired = plan.Test.ExpiringKeys == 0 ? [] : Expired(plan.Backup, loadingAt, now, stop);
        foreach (int database in found.Keys.Union(plan.Test.KeysByDatabase.Keys))
        {
            long keys = plan.Test.KeysByDatabase.GetValueOrDefault(database);
            (long before, long since) = expired.GetValueOrDefault(database);
            long there = found.GetValueOrDefault(database);
            if (there < keys - before - since || there > keys - before)
            {
                throw Failed(string.Create(CultureInfo.InvariantCulture, $"database {database} has {there:N0} keys, and the backup {keys:N0}, of which {before + since:N0} have expired"));
            }
        }

        return expired.Values.Sum(counts => counts.Before + counts.Since);
    }

    private static Dictionary<int, (long Before, long Since)> Expired(RedisBackup backup, long? loadingAt, long now, CancellationToken stop)
    {
        Dictionary<int, (long Before, long Since)> counts = [];
        using Stream stream = BackupData.Open(backup.Path);
        RdbReader reader = new(stream);
        while (reader.ReadKey())
        {
            stop.ThrowIfCancellationRequested();
            RdbKey key = reader.Current;
            if (key.ExpiresAtMilliseconds is not { } at || at > now) { continue; }
            (long before, long since) = counts.GetValueOrDefault(key.Database);
            counts[key.Database] = at <= loadingAt ? (before + 1, since) : (before, since + 1);
        }

        return counts;
    }

    private static BackupException Failed(string what) =>
        new(BackupFailure.RestoreFailed, $"The server started, but {what}.", "Test-RedisBackup -Restore tries the backup without touching this server.");
}
