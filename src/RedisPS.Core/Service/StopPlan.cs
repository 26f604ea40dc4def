using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Server;

namespace RedisPS.Core.Service;

/// <summary>What stopping a server would do to its data.</summary>
public sealed record StopPlan
{
    /// <summary>Whether the server could be asked.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>Whether changes would be lost; null when it is not known.</summary>
    public bool? LosesData { get; init; }

    /// <summary>Changes since the last snapshot.</summary>
    public long? UnsavedChanges { get; init; }

    /// <summary>All of it, for people.</summary>
    public required string Text { get; init; }

    /// <summary>Where the server's configuration file is, as it says itself; empty when it runs without one.</summary>
    internal string? ConfigFile { get; init; }

    /// <summary>The server's program, as it says itself.</summary>
    internal string? ServerPath { get; init; }

    /// <summary>Whether the server takes the order to save or not to save with the signal (7.0 and later).</summary>
    internal bool TakesOrder { get; init; }

    /// <summary>The order that the server had before.</summary>
    internal string OrderBefore { get; init; } = "default";

    /// <summary>The snapshot rules that the server had before; null when this user may not see them.</summary>
    internal string? SaveBefore { get; init; }

    /// <summary>Which run of the server was asked: after a restart it is another one.</summary>
    internal string? RunId { get; init; }

    /// <summary>Asks a server.</summary>
    /// <param name="service">The service.</param>
    /// <param name="access">User and password, where they are known.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<StopPlan> ReadAsync(RedisService service, ServiceAccess access, CancellationToken stop)
    {
        if (service.Server is null)
        {
            return Unknown("where it listens is not known");
        }

        try
        {
            using RedisClient client = await RedisClient.ConnectAsync(access.OptionsFor(service), stop).ConfigureAwait(false);
            ServerInfo info = await ServerInfo.ReadAsync(client, ["server", "persistence"], "", stop).ConfigureAwait(false);
            return Read(info, await SettingsAsync(client, stop).ConfigureAwait(false), service.Role == "Sentinel");
        }
        catch (RedisException e)
        {
            return Unknown(e.Message);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The decision, from what the server said.</summary>
    /// <param name="info">INFO.</param>
    /// <param name="settings">save, appendonly and shutdown-on-sigterm; null where the user may not see them.</param>
    /// <param name="isSentinel">A Sentinel keeps its state in its configuration file at all times.</param>
    internal static StopPlan Read(ServerInfo info, IReadOnlyDictionary<string, string>? settings, bool isSentinel)
    {
        string? config = info.GetText("config_file");
        StopPlan plan = new()
        {
            IsKnown = true,
            Text = "",
            ConfigFile = config,
            ServerPath = info.GetText("executable"),
            TakesOrder = settings?.ContainsKey("shutdown-on-sigterm") ?? false,
            OrderBefore = settings?.GetValueOrDefault("shutdown-on-sigterm") is { Length: > 0 } order ? order : "default",
            SaveBefore = settings?.GetValueOrDefault("save"),
            RunId = info.GetText("run_id"),
            UnsavedChanges = info.GetInteger("rdb_changes_since_last_save"),
        };
        if (isSentinel)
        {
            return plan with { LosesData = false, Text = "a Sentinel keeps its state in its configuration file" };
        }

        if (plan.UnsavedChanges is not { } changes)
        {
            return plan with { IsKnown = false, Text = "the server does not say what is unsaved" };
        }

        if (changes == 0)
        {
            return plan with { LosesData = false, Text = "nothing is unsaved" };
        }

        DateTimeOffset last = DateTimeOffset.FromUnixTimeSeconds(info.GetInteger("rdb_last_save_time") ?? 0);
        string unsaved = string.Create(CultureInfo.InvariantCulture, $"{changes:N0} changes since {last:yyyy-MM-dd HH:mm:ss} UTC are not in a snapshot");
        if (info.GetText("aof_enabled") == "1")
        {
            bool failing = info.GetText("aof_last_write_status") == "err";
            return plan with { LosesData = failing, Text = failing ? $"{unsaved}, and the append-only file cannot be written" : $"{unsaved}, but are in the append-only file" };
        }

        if (settings is null || !settings.TryGetValue("save", out string? save))
        {
            return plan with { LosesData = null, Text = $"{unsaved}; whether the server saves when it stops is not known: this user may not see its configuration" };
        }

        bool saves = settings.GetValueOrDefault("shutdown-on-sigterm", "default") switch
        {
            string set when set.Contains("nosave", StringComparison.Ordinal) => false,
            string set when set.Contains("save", StringComparison.Ordinal) => true,
            _ => save.Length > 0,
        };
        return (saves, info.GetText("rdb_last_bgsave_status")) switch
        {
            (true, "err") => plan with { LosesData = null, Text = $"{unsaved}; the server will try to save them when it stops, but its last snapshot failed, and then it refuses to stop" },
            (true, _) => plan with { LosesData = false, Text = $"{unsaved}; the server saves them when it stops" },
            _ => plan with { LosesData = true, Text = $"{unsaved}, there is no append-only file, and the server does not save when it stops: they would be lost" },
        };
    }

    private static StopPlan Unknown(string why) => new() { IsKnown = false, Text = $"what is unsaved is not known: {why}" };

    private static async Task<IReadOnlyDictionary<string, string>?> SettingsAsync(RedisClient client, CancellationToken stop)
    {
        Dictionary<string, string> settings = [];
        try
        {
            RespValue[] replies = await client.PipelineAsync([new RedisCommand("CONFIG", "GET", "save"), new RedisCommand("CONFIG", "GET", "shutdown-on-sigterm")], stop).ConfigureAwait(false);
            foreach (RespValue reply in replies.Where(reply => !reply.IsError))
            {
                foreach ((RespValue name, RespValue value) in reply.AsPairs())
                {
                    settings[name.AsText() ?? ""] = value.AsText() ?? "";
                }
            }
        }
        catch (RedisException)
        {
            // Not for this user.
        }

        return settings.Count == 0 ? null : settings;
    }
}
