using RedisPS.Core.Configuration;

namespace RedisPS.Core.Persistence;

/// <summary>How a server keeps its data, and how far it is with it. What the server or the user's rights do not tell is null.</summary>
public sealed record RedisPersistence
{
    /// <summary>The server, host:port.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>Whether data is still being loaded.</summary>
    public bool IsLoading { get; init; }

    /// <summary>The rules after which the server saves by itself; none: never.</summary>
    public IReadOnlyList<SaveRule>? SaveRules { get; init; }

    /// <summary><see cref="SaveRules"/> for people.</summary>
    public string? SaveRulesText => SaveRules is null ? null : SaveRules.Count == 0 ? "never" : string.Join(", ", SaveRules.Select(rule => $"{rule.Seconds} s if {rule.Changes} changed"));

    /// <summary>The snapshot's file on the server.</summary>
    public string? SnapshotFile { get; init; }

    /// <summary>When the last snapshot was finished; of a server that never saved, when it started.</summary>
    public DateTimeOffset? LastSaveAt { get; init; }

    /// <summary>How long ago that was.</summary>
    public TimeSpan? TimeSinceLastSave { get; init; }

    /// <summary>Whether the last snapshot succeeded: ok or err. A child that was killed with SIGUSR1 leaves ok.</summary>
    public string? LastSaveStatus { get; init; }

    /// <summary>How long the last snapshot took; null before the first.</summary>
    public TimeSpan? LastSaveDuration { get; init; }

    /// <summary>How many snapshots were begun since the start (Redis 7.0).</summary>
    public long? SaveCount { get; init; }

    /// <summary>Whether a snapshot is being written.</summary>
    public bool IsSaving { get; init; }

    /// <summary>Since when.</summary>
    public TimeSpan? SavingFor { get; init; }

    /// <summary>Changes since the last snapshot.</summary>
    public long? ChangesSinceLastSave { get; init; }

    /// <summary>How much memory the last snapshot copied because of writes meanwhile, in bytes.</summary>
    public long? LastSaveCopyBytes { get; init; }

    /// <summary>Whether writes are refused after a snapshot that failed (stop-writes-on-bgsave-error).</summary>
    public bool? StopsWritesOnSaveError { get; init; }

    /// <summary>Whether the append-only file is on.</summary>
    public bool IsAppendOnly { get; init; }

    /// <summary>Whether the append-only file is not only on but there: the first rewrite has ended.</summary>
    public bool IsAppendOnlyReady { get; init; }

    /// <summary>When the append-only file is forced to disk: always, everysec, no.</summary>
    public string? AppendFsync { get; init; }

    /// <summary>Whether the append-only file is being rewritten.</summary>
    public bool IsRewriting { get; init; }

    /// <summary>Whether a rewrite waits for a snapshot to end.</summary>
    public bool IsRewriteScheduled { get; init; }

    /// <summary>Whether the last rewrite succeeded: ok or err.</summary>
    public string? LastRewriteStatus { get; init; }

    /// <summary>Whether the last write to the append-only file succeeded: ok or err.</summary>
    public string? LastWriteStatus { get; init; }

    /// <summary>How many rewrites were begun since the start (Redis 7.0).</summary>
    public long? RewriteCount { get; init; }

    /// <summary>The append-only file's size in bytes.</summary>
    public long? AppendOnlyBytes { get; init; }

    /// <summary>Its size after the last rewrite, in bytes.</summary>
    public long? AppendOnlyBaseBytes { get; init; }

    /// <summary>By how many percent it may grow before it is rewritten; 0: never.</summary>
    public long? AutoRewritePercent { get; init; }

    /// <summary>How large it must be for that, in bytes.</summary>
    public long? AutoRewriteMinBytes { get; init; }

    /// <summary>The folder of the append-only files (Redis 7.0), or the one file.</summary>
    public string? AppendOnlyPath { get; init; }

    /// <summary>How many changes would be lost if the server died now, as far as its snapshot and its append-only file go.</summary>
    public long? DataAtRisk { get; init; }

    /// <summary>What that means.</summary>
    public string Risk { get; init; } = "";

    /// <summary>What could not be asked, and why.</summary>
    public IReadOnlyList<string> Restrictions { get; init; } = [];

    /// <summary>What Set-RedisPersistence changed, with the values before.</summary>
    public IReadOnlyList<ConfigChange> Changes { get; init; } = [];

    // A save that is asked for now bears this time or a later one.
    internal DateTimeOffset? EarliestSaveTime { get; init; }

    internal string RunId { get; init; } = "";

    /// <summary>Snapshot and append-only file in one line.</summary>
    /// <returns>A short description.</returns>
    public override string ToString() => $"{Server}: snapshots {SaveRulesText ?? "unknown"}, append-only file {(IsAppendOnly ? "on" : "off")}";
}
