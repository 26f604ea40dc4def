using System.Diagnostics;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Persistence;
using RedisPS.Core.Server;

namespace RedisPS.Core.Backup;

/// <summary>
/// Keeps a server from rewriting its append-only file while it is copied. What was set before is noted in the folder of backups until it is
/// put back, so that a run that was killed is made good by the next one.
/// </summary>
internal sealed class RewritePause
{
    private const string Setting = "auto-aof-rewrite-percentage";
    private const string Off = "0";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    // While a file is being forced to disk, a server with appendfsync everysec keeps what it has answered to in memory for up to two seconds.
    private static readonly TimeSpan s_longestHeldBack = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longestPutBack = TimeSpan.FromSeconds(10);

    private readonly RedisClient _client;
    private readonly string _journal;
    private readonly string _before;

    private RewritePause(RedisClient client, string journal, string before)
    {
        _client = client;
        _journal = journal;
        _before = before;
    }

    /// <summary>Stops rewrites from starting by themselves, and waits until none is under way.</summary>
    public static async Task<RewritePause> BeginAsync(RedisClient client, string folder, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string journal = Path.Combine(folder, ".rewrite-paused-" + BackupFolder.HostOf(client.Endpoint.ToString()));
        string now = await ReadAsync(client, cancellationToken).ConfigureAwait(false);
        string before = now == Off && File.Exists(journal) ? await File.ReadAllTextAsync(journal, cancellationToken).ConfigureAwait(false) : now;
        RewritePause pause = new(client, journal, before);
        try
        {
            if (now != Off)
            {
                await File.WriteAllTextAsync(journal, before, cancellationToken).ConfigureAwait(false);
                await SetAsync(client, Off, cancellationToken).ConfigureAwait(false);
            }

            await QuietAsync(client, timeout, cancellationToken).ConfigureAwait(false);
            await WrittenAsync(client, cancellationToken).ConfigureAwait(false);
            return pause;
        }
        catch
        {
            await pause.TryEndAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Puts the setting back.</summary>
    public async Task EndAsync()
    {
        if (_before == Off) { return; }
        using CancellationTokenSource limit = new(s_longestPutBack);
        await SetAsync(_client, _before, limit.Token).ConfigureAwait(false);
        File.Delete(_journal);
    }

    /// <summary>Puts it back after a failure, which is what is told; where the server is gone, the next run does it.</summary>
    public async Task TryEndAsync()
    {
        try { await EndAsync().ConfigureAwait(false); }
        catch (Exception e) when (e is RedisException or OperationCanceledException or IOException or UnauthorizedAccessException) { return; }
    }

    private static async Task<string> ReadAsync(RedisClient client, CancellationToken cancellationToken) =>
        (await new ConfigStore(client).ReadAsync([Setting], cancellationToken).ConfigureAwait(false)).GetValueOrDefault(Setting)
        ?? throw new BackupException(BackupFailure.AppendOnlyFailed, $"{client.Endpoint} does not know {Setting}.", "Back up without -IncludeAppendOnly: the RDB holds all the data.");

    private static async Task SetAsync(RedisClient client, string value, CancellationToken cancellationToken) =>
        _ = await client.ExecuteAsync(new RedisCommand("CONFIG", "SET", Setting, value), cancellationToken).ConfigureAwait(false);

    private static async Task QuietAsync(RedisClient client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (await PersistenceReader.ReadStateAsync(client, cancellationToken).ConfigureAwait(false) is { IsRewriting: true } or { IsRewriteScheduled: true })
        {
            if (timeout != Timeout.InfiniteTimeSpan && clock.Elapsed > timeout)
            {
                throw new BackupException(BackupFailure.Timeout, $"{client.Endpoint} is still rewriting its append-only file after {DurationText.Short(clock.Elapsed)}.", "-Timeout waits longer.");
            }

            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }
    }

    // Until what was answered before is in the file. With writers at work there is always something on its way: then the time says so.
    private static async Task WrittenAsync(RedisClient client, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while ((await ServerInfo.ReadAsync(client, ["persistence"], "", cancellationToken).ConfigureAwait(false)).GetInteger("aof_buffer_length") is > 0 && clock.Elapsed < s_longestHeldBack)
        {
            await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
