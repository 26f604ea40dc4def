using System.Diagnostics;
using RedisPS.Client;

namespace RedisPS.Core.Persistence;

/// <summary>
/// Asks a server to save, and knows when it has. The server's OK only means that a child was started; its counter of saves counts those that
/// began (seen on 7.0, 8.0 and Valkey 8.1); the status stays ok when the child is killed with SIGUSR1; only the time of the last save tells, and
/// that counts whole seconds. So a save is not asked for in the second of the save before, and it has succeeded when the time has moved, back as
/// well where the machine's clock was set back.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="connectionName">The connection's name.</param>
/// <param name="mode">How to save.</param>
public sealed class SaveRun(RedisClient client, string connectionName, SaveMode mode)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    // What is scheduled begins within a tenth of a second once no other child is left.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _clock = new();
    private DateTimeOffset _askedAt;

    /// <summary>Whether a snapshot may begin later, when another child has ended (BGSAVE SCHEDULE).</summary>
    public bool Schedule { get; init; }

    /// <summary>Whether to return only when the file is whole.</summary>
    public bool Wait { get; init; }

    /// <summary>How long to wait; infinite is allowed.</summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Told now and then what is waited for.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Saves.</summary>
    /// <param name="stop">Ends the wait, not the saving.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="SaveException">It did not save.</exception>
    /// <exception cref="RedisServerException">The server refuses.</exception>
    public async Task<SaveResult> RunAsync(CancellationToken stop)
    {
        _clock.Start();
        if (mode == SaveMode.Foreground) { return await ForegroundAsync(stop).ConfigureAwait(false); }
        while (true)
        {
            RedisPersistence? before = Wait ? await PersistenceReader.ReadStateAsync(client, stop).ConfigureAwait(false) : null;
            if (before is { IsSaving: true } or { IsRewriting: true })
            {
                // Its point in time is earlier than this request, so it does not count: wait for it, then save.
                await WhileAsync("Waiting for the save that is already running", state => state.IsSaving || state.IsRewriting, stop).ConfigureAwait(false);
                continue;
            }

            if (before is not null && mode == SaveMode.Background) { before = await InAnotherSecondAsync(before, stop).ConfigureAwait(false); }
            _askedAt = DateTimeOffset.UtcNow;
            RespValue reply = await client.SendAsync(Command(), stop).ConfigureAwait(false);
            if (reply.IsError)
            {
                string error = reply.AsText() ?? "";
                bool busy = error.Contains("already in progress", StringComparison.OrdinalIgnoreCase) || error.Contains("child process", StringComparison.OrdinalIgnoreCase);
                if (!busy) { throw RedisServerException.FromReply(reply, Command()); }
                if (before is null) { throw Busy(error); }
                await PauseAsync(s_firstPause, stop).ConfigureAwait(false);
                continue;
            }

            bool scheduled = (reply.AsText() ?? "").Contains("scheduled", StringComparison.OrdinalIgnoreCase);
            if (before is null) { return Result(scheduled ? SaveStatus.Scheduled : SaveStatus.Started, null); }
            return await FinishAsync(before, scheduled, stop).ConfigureAwait(false);
        }
    }

    private RedisCommand Command() => mode == SaveMode.AofRewrite ? new RedisCommand("BGREWRITEAOF")
        : Schedule ? new RedisCommand("BGSAVE", "SCHEDULE")
        : new RedisCommand("BGSAVE");

    // Nobody is served meanwhile, so the wait has no other limit than the one that was given.
    private async Task<SaveResult> ForegroundAsync(CancellationToken stop)
    {
        _askedAt = DateTimeOffset.UtcNow;
        RedisBulkConnection alone = await client.OpenBulkAsync(Timeout, stop).ConfigureAwait(false);
        await using (alone.ConfigureAwait(false))
        {
            alone.Writer.Begin(1);
            alone.Writer.Argument(client.MapName("SAVE"));
            await alone.FlushAsync(stop).ConfigureAwait(false);
            RespValue reply = await alone.Reader.ReadAsync(stop).ConfigureAwait(false);
            if (reply.IsError)
            {
                string error = reply.AsText() ?? "";
                throw error.Contains("already in progress", StringComparison.OrdinalIgnoreCase) ? Busy(error)
                    : error is "ERR" or "ERR Error" ? new SaveException(SaveFailure.Failed, $"{client.Endpoint} could not write its snapshot.", "The server's log says why: a full disk, a folder that it may not write to.")
                    : RedisServerException.FromReply(reply, new RedisCommand("SAVE"));
            }
        }

        RespValue info = await client.SendAsync(new RedisCommand("INFO", "persistence"), stop).ConfigureAwait(false);
        return Result(SaveStatus.Completed, info.IsError ? null : await PersistenceReader.ReadStateAsync(client, stop).ConfigureAwait(false));
    }

    private async Task<SaveResult> FinishAsync(RedisPersistence before, bool scheduled, CancellationToken stop)
    {
        bool seen = !scheduled;
        TimeSpan idleSince = _clock.Elapsed;
        TimeSpan pause = s_firstPause;
        while (true)
        {
            RedisPersistence now = await PersistenceReader.ReadStateAsync(client, stop).ConfigureAwait(false);
            if (now.RunId != before.RunId) { throw new SaveException(SaveFailure.Restarted, $"{client.Endpoint} was started anew while it was saving.", "Look at what it loaded, and save again."); }
            bool running = mode == SaveMode.AofRewrite ? now.IsRewriting : now.IsSaving;
            seen |= running;
            if (now.IsSaving || now.IsRewriting) { idleSince = _clock.Elapsed; }
            if (Finished(before, now)) { return Result(SaveStatus.Completed, now); }
            if (!running && (seen || _clock.Elapsed - idleSince > s_patience)) { throw Ended(now); }
            if (Timeout != System.Threading.Timeout.InfiniteTimeSpan && _clock.Elapsed > Timeout)
            {
                throw new SaveException(SaveFailure.Timeout, $"{client.Endpoint} has not finished saving after {DurationText.Short(_clock.Elapsed)}; it is still at it.", "Get-RedisPersistence shows how far it is; -Timeout waits longer.");
            }

            Progress?.Invoke(running ? "Saving" : "Waiting for another child to end");
            await PauseAsync(pause, stop).ConfigureAwait(false);
            pause = pause * 1.5 > s_longestPause ? s_longestPause : pause * 1.5;
        }
    }

    private bool Finished(RedisPersistence before, RedisPersistence now) => mode == SaveMode.AofRewrite
        ? !now.IsRewriting && !now.IsRewriteScheduled && now.LastRewriteStatus != "err" && IsRewritten(before, now)
        : !now.IsSaving && now.LastSaveStatus != "err" && now.LastSaveAt != before.LastSaveAt;

    // A rewrite leaves no time behind. What it does leave is another base, or less on top of the same one.
    private static bool IsRewritten(RedisPersistence before, RedisPersistence now) =>
        before is not { IsAppendOnlyReady: true, AppendOnlyBytes: { } bytes, AppendOnlyBaseBytes: { } baseBytes }
        || bytes == baseBytes || now.AppendOnlyBaseBytes != baseBytes || now.AppendOnlyBytes - now.AppendOnlyBaseBytes < bytes - baseBytes;

    private async Task<RedisPersistence> InAnotherSecondAsync(RedisPersistence state, CancellationToken stop)
    {
        RedisPersistence now = state;
        while (now.EarliestSaveTime is { } time ? now.LastSaveAt - time is { } gap && gap > s_second * -1 && gap < s_second * 3 : _clock.Elapsed < s_second)
        {
            await PauseAsync(s_firstPause, stop).ConfigureAwait(false);
            now = await PersistenceReader.ReadStateAsync(client, stop).ConfigureAwait(false);
        }

        return now;
    }

    private bool Failed(RedisPersistence now) => (mode == SaveMode.AofRewrite ? now.LastRewriteStatus : now.LastSaveStatus) == "err";

    private SaveException Ended(RedisPersistence now) => Failed(now)
        ? new SaveException(SaveFailure.Failed, $"{client.Endpoint} could not save: its child ended with an error.", "The server's log says why: a full disk, a folder that it may not write to, no memory to fork. Until a save succeeds it may refuse writes (MISCONF).")
        : new SaveException(SaveFailure.Killed, $"{client.Endpoint} has not saved: its child was ended before it was done, by FLUSHALL, a full resynchronisation or by hand. Its status says ok all the same.", "Save again.");

    private async Task WhileAsync(string what, Func<RedisPersistence, bool> condition, CancellationToken stop)
    {
        TimeSpan pause = s_firstPause;
        while (condition(await PersistenceReader.ReadStateAsync(client, stop).ConfigureAwait(false)))
        {
            if (Timeout != System.Threading.Timeout.InfiniteTimeSpan && _clock.Elapsed > Timeout)
            {
                throw new SaveException(SaveFailure.Timeout, $"On {client.Endpoint} another save is still running after {DurationText.Short(_clock.Elapsed)}; this one was not begun.", "-Timeout waits longer.");
            }

            Progress?.Invoke(what);
            await PauseAsync(pause, stop).ConfigureAwait(false);
            pause = pause * 1.5 > s_longestPause ? s_longestPause : pause * 1.5;
        }
    }

    private static Task PauseAsync(TimeSpan pause, CancellationToken stop) => Task.Delay(pause, stop);

    private SaveException Busy(string error) =>
        new(SaveFailure.Busy, $"{client.Endpoint} is saving already: {error}", "-Wait waits for that save and then makes its own; -Schedule lets a snapshot follow a rewrite.");

    private SaveResult Result(SaveStatus status, RedisPersistence? now) => new()
    {
        Server = client.Endpoint.ToString(),
        ConnectionName = connectionName,
        Mode = mode,
        Status = status,
        StartedAt = _askedAt,
        Duration = status == SaveStatus.Completed ? _clock.Elapsed : null,
        LastSaveAt = now?.LastSaveAt,
        CopyBytes = now?.LastSaveCopyBytes,
        ChangesSince = now?.ChangesSinceLastSave,
    };
}
