using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Server;

namespace RedisPS.Core.Persistence;

/// <summary>Reads how a server keeps its data. Redis commands: INFO persistence, CONFIG GET.</summary>
public static class PersistenceReader
{
    internal static readonly string[] Settings =
        ["save", "dir", "dbfilename", "appendonly", "appendfsync", "appendfilename", "appenddirname", "auto-aof-rewrite-percentage", "auto-aof-rewrite-min-size", "stop-writes-on-bgsave-error"];

    // Saves are dated with time(), which moves on with the kernel's ticks: up to 3 ms behind the clock of INFO were seen, and 16 ms are usual on Windows.
    private static readonly TimeSpan s_clockLag = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads it. Without the right to CONFIG the settings stay unknown.</summary>
    /// <param name="client">The server.</param>
    /// <param name="connectionName">The connection's name.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The user may not use INFO.</exception>
    public static async Task<RedisPersistence> ReadAsync(RedisClient client, string connectionName, CancellationToken stop)
    {
        ServerInfo info = await ServerInfo.ReadAsync(client, ["persistence", "server"], connectionName, stop).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> settings = new Dictionary<string, string>();
        List<string> restrictions = [];
        try { settings = await new ConfigStore(client, connectionName).ReadAsync(Settings, stop).ConfigureAwait(false); }
        catch (RedisServerException e) { restrictions.Add($"CONFIG GET: {e.Message}"); }
        return From(info, settings, client, connectionName) with { Restrictions = restrictions };
    }

    /// <summary>Reads only what INFO tells: for waiting.</summary>
    internal static async Task<RedisPersistence> ReadStateAsync(RedisClient client, CancellationToken stop) =>
        From(await ServerInfo.ReadAsync(client, ["persistence", "server"], "", stop).ConfigureAwait(false), new Dictionary<string, string>(), client, "");

    private static RedisPersistence From(ServerInfo info, IReadOnlyDictionary<string, string> settings, RedisClient client, string connectionName)
    {
        bool appendOnly = info.GetInteger("aof_enabled") == 1;
        bool ready = appendOnly && !Is(info, "aof_pending_rewrite") && !Is(info, "aof_rewrite_in_progress") && !Is(info, "aof_rewrite_scheduled");
        string? rules = settings.GetValueOrDefault("save");
        long? changes = info.GetInteger("rdb_changes_since_last_save");
        string? fsync = settings.GetValueOrDefault("appendfsync");
        DateTimeOffset? saved = info.GetInteger("rdb_last_save_time") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        (long? atRisk, string risk) = Risk(appendOnly, ready, fsync, changes, rules, info.GetText("aof_last_write_status"));
        return new RedisPersistence
        {
            Server = client.Endpoint.ToString(),
            ConnectionName = connectionName,
            EarliestSaveTime = info.GetInteger("server_time_usec") is { } microseconds ? DateTimeOffset.FromUnixTimeMilliseconds(microseconds / 1000) - s_clockLag : null,
            RunId = info.GetText("run_id") ?? "",
            IsLoading = info.GetInteger("loading") == 1,
            SaveRules = rules is null ? null : SaveRule.Parse(rules),
            SnapshotFile = Join(settings.GetValueOrDefault("dir"), settings.GetValueOrDefault("dbfilename")),
            LastSaveAt = saved,
            TimeSinceLastSave = saved is { } at ? Positive(DateTimeOffset.UtcNow - at) : null,
            LastSaveStatus = info.GetText("rdb_last_bgsave_status"),
            LastSaveDuration = Seconds(info.GetInteger("rdb_last_bgsave_time_sec")),
            SaveCount = info.GetInteger("rdb_saves"),
            IsSaving = info.GetInteger("rdb_bgsave_in_progress") == 1,
            SavingFor = Seconds(info.GetInteger("rdb_current_bgsave_time_sec")),
            ChangesSinceLastSave = changes,
            LastSaveCopyBytes = info.GetInteger("rdb_last_cow_size"),
            StopsWritesOnSaveError = YesNo(settings.GetValueOrDefault("stop-writes-on-bgsave-error")),
            IsAppendOnly = appendOnly,
            IsAppendOnlyReady = ready,
            AppendFsync = fsync,
            IsRewriting = info.GetInteger("aof_rewrite_in_progress") == 1,
            IsRewriteScheduled = info.GetInteger("aof_rewrite_scheduled") == 1,
            LastRewriteStatus = info.GetText("aof_last_bgrewrite_status"),
            LastWriteStatus = info.GetText("aof_last_write_status"),
            RewriteCount = info.GetInteger("aof_rewrites"),
            AppendOnlyBytes = info.GetInteger("aof_current_size"),
            AppendOnlyBaseBytes = info.GetInteger("aof_base_size"),
            AutoRewritePercent = Number(settings.GetValueOrDefault("auto-aof-rewrite-percentage")),
            AutoRewriteMinBytes = Number(settings.GetValueOrDefault("auto-aof-rewrite-min-size")),
            AppendOnlyPath = Join(settings.GetValueOrDefault("dir"), settings.GetValueOrDefault("appenddirname") ?? settings.GetValueOrDefault("appendfilename")),
            DataAtRisk = atRisk,
            Risk = risk,
        };
    }

    private static (long? AtRisk, string Risk) Risk(bool appendOnly, bool ready, string? fsync, long? changes, string? rules, string? writeStatus)
    {
        if (appendOnly && ready && writeStatus != "err")
        {
            return fsync switch
            {
                "always" => (0, "Nothing that was acknowledged is lost."),
                "everysec" or null => (0, "At most about a second of changes is lost."),
                _ => (0, "What the operating system has not written yet is lost if the machine dies."),
            };
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{changes ?? 0:N0} changes since the last snapshot would be lost");
        return (changes, appendOnly && !ready ? $"{text}: the append-only file is still being made."
            : appendOnly ? $"{text}: the append-only file cannot be written."
            : rules == "" ? $"{text}: nothing is saved by itself."
            : text + ".");
    }

    private static bool Is(ServerInfo info, string name) => info.GetInteger(name) == 1;

    private static string? Join(string? folder, string? file) => folder is null || file is null ? null : folder.TrimEnd('/') + "/" + file;

    private static TimeSpan? Seconds(long? seconds) => seconds is >= 0 ? TimeSpan.FromSeconds(seconds.Value) : null;

    private static TimeSpan Positive(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static bool? YesNo(string? text) => text is null ? null : text == "yes";

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
