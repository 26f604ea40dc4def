using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Server;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>Whether a server that was started with a backup has what the backup holds.</summary>
internal static class RestoreCheck
{
    private static readonly string[] s_sections = ["persistence", "keyspace", "replication", "stats"];

    /// <summary>Compares what it loaded, and sees to the append-only file.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="started">What came of the start.</param>
    /// <param name="swap">The data.</param>
    /// <param name="loadingAt">When it began to load, in milliseconds since 1970.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What was found; not verified where the server does not let it be seen.</returns>
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
        catch (RedisException e) { return result with { Note = Unseen(e) }; }
        using (client)
        {
            ServerInfo info;
            try { info = await ServerInfo.ReadAsync(client, s_sections, "", stop).ConfigureAwait(false); }
            catch (RedisServerException e) { return result with { Note = Unseen(e) }; }
            bool appends = info.GetText("aof_enabled") == "1";
            if (appends && info.GetText("aof_last_write_status") == "err") { throw Failed("it cannot write its append-only file"); }
            if (appends && !plan.Data.AppendOnly) { throw Failed("it has an append-only file, which neither it nor its configuration said before"); }
            if (info.Primary is { } primary) { throw Failed($"it is a replica of {primary} and takes that server's data", "Take replicaof out of its configuration, or turn off who makes it a replica (Sentinel)."); }
            RestoreCount count = RestoreCount.Read(plan.Backup, plan.Test, appends ? null : loadingAt, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), stop);
            if (count.Compare(info, out bool isVerified, out string note) is { } wrong) { throw Failed(wrong); }
            if (info.GetInteger("evicted_keys") is > 0 and { } evicted)
            {
                throw Failed(string.Create(CultureInfo.InvariantCulture, $"it has no room for the backup: it has evicted {evicted:N0} keys already"), "Give it more memory (Set-RedisMaxMemory -Persist), then restore again.");
            }

            if (!appends && plan.Data.AppendOnly) { swap.RemoveAppendOnly(); }
            return result with
            {
                Keys = KeyspaceCounts.Read(info).Values.Sum(counts => counts.Keys),
                LoadedKeys = info.GetInteger("rdb_last_load_keys_loaded"),
                ExpectedKeys = plan.Test.Keys - count.Expired,
                ExpiredKeys = count.Expired,
                AppendOnly = appends,
                IsVerified = isVerified,
                Note = note,
            };
        }
    }

    private static string Unseen(RedisException e) => $"What the server has now could not be seen, and nothing was compared: {e.Message}";

    private static BackupException Failed(string what, string remedy = "Test-RedisBackup -Restore tries the backup without touching this server.") =>
        new(BackupFailure.RestoreFailed, $"The server started, but {what}.", remedy);
}
