using System.Diagnostics;
using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Persistence;
using RedisPS.Core.Server;

namespace RedisPS.Core.Backup;

/// <summary>
/// Keeps a server from rewriting its append-only file while it is copied. What was set before is noted in the folder of backups until it is
/// put back, so that a run that was killed, or lost the server, is made good by the next one. While it runs it holds the note.
/// </summary>
internal sealed class RewritePause : IDisposable
{
    private const string Setting = "auto-aof-rewrite-percentage";
    private const string Off = "0";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    // While a file is being forced to disk, a server with appendfsync everysec keeps what it has answered to in memory for up to two seconds.
    private static readonly TimeSpan s_longestHeldBack = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longestPutBack = TimeSpan.FromSeconds(10);

    private readonly RedisClient _client;
    private readonly FileStream _journal;
    private readonly string _before;

    private RewritePause(RedisClient client, FileStream journal, string before)
    {
        _client = client;
        _journal = journal;
        _before = before;
    }

    /// <summary>Stops rewrites from starting by themselves, and waits until none is under way.</summary>
    public static async Task<RewritePause> BeginAsync(RedisClient client, string folder, TimeSpan timeout, Action<string> warn, CancellationToken cancellationToken)
    {
        // First the note: whoever holds it alone knows that the setting is nobody else's pause.
        string path = PathOf(client, folder);
        FileStream journal = Hold(path) ?? throw InUse(client, path);
        string noted = Noted(journal);
        string now;
        try { now = await ReadAsync(client, cancellationToken).ConfigureAwait(false); }
        catch
        {
            journal.Dispose();
            if (noted == Off) { File.Delete(path); }
            throw;
        }

        RewritePause pause = new(client, journal, now == Off ? noted : now);
        try
        {
            if (now != Off)
            {
                Note(journal, now);
                await SetAsync(client, Off, cancellationToken).ConfigureAwait(false);
            }

            await QuietAsync(client, timeout, cancellationToken).ConfigureAwait(false);
            await WrittenAsync(client, cancellationToken).ConfigureAwait(false);
            return pause;
        }
        catch
        {
            await pause.TryEndAsync(warn).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Puts back what an earlier run could not; not what one that is still running will.</summary>
    /// <returns>What was found and done; null when there was nothing.</returns>
    public static async Task<string?> RepairAsync(RedisClient client, string folder, CancellationToken cancellationToken)
    {
        string path = PathOf(client, folder);
        if (!File.Exists(path)) { return null; }
        FileStream? journal;
        try { journal = Hold(path); }
        catch (BackupException e) { return $"A backup that was interrupted may have left {Setting} of {client.Endpoint} at {Off}; its note cannot be opened: {e.Message}"; }
        if (journal is null) { return null; }
        RewritePause left = new(client, journal, Noted(journal));
        try
        {
            if (await ReadAsync(client, cancellationToken).ConfigureAwait(false) != Off || left._before == Off)
            {
                left.Forget();
                return null;
            }

            await left.EndAsync().ConfigureAwait(false);
            return $"{Setting} of {client.Endpoint} was left at {Off} by a backup that was interrupted, and is {left._before} again.";
        }
        catch (Exception e) when (e is RedisServerException or RedisTimeoutException or BackupException or IOException or UnauthorizedAccessException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return left.StillOff(e);
        }
        finally { left.Dispose(); }
    }

    /// <summary>Puts the setting back.</summary>
    public async Task EndAsync()
    {
        if (_before != Off)
        {
            using CancellationTokenSource limit = new(s_longestPutBack);
            await SetAsync(_client, _before, limit.Token).ConfigureAwait(false);
        }

        Forget();
    }

    /// <summary>Puts it back after a failure, which is what is told. Where the server is gone that is said too, and the next run does it.</summary>
    public async Task TryEndAsync(Action<string> warn)
    {
        try { await EndAsync().ConfigureAwait(false); }
        catch (Exception e) when (e is RedisException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            Dispose();
            warn(StillOff(e));
        }
    }

    /// <summary>Lets go of the note, which stays for the next run where the setting was not put back.</summary>
    public void Dispose() => _journal.Dispose();

    private string StillOff(Exception e) =>
        $"{Setting} of {_client.Endpoint} could not be put back to {_before} and is still {Off}, so that its append-only file grows until somebody rewrites it: {e.Message} The next Backup-Redis into this folder puts it back; so does CONFIG SET {Setting} {_before}.";

    private void Forget()
    {
        Dispose();
        File.Delete(_journal.Name);
    }

    private static string PathOf(RedisClient client, string folder) => Path.Combine(folder, ".rewrite-paused-" + BackupFolder.HostOf(client.Endpoint.ToString()));

    // Null: another run holds it.
    private static FileStream? Hold(string path)
    {
        try { return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (UnauthorizedAccessException e) { throw BackupData.WriteFailed(path, e); }
        catch (IOException) when (File.Exists(path)) { return null; }
        catch (IOException e) { throw BackupData.WriteFailed(path, e); }
    }

    // A note that was never written whole is none: the setting was not touched before it was.
    private static string Noted(FileStream journal)
    {
        using StreamReader reader = new(journal, leaveOpen: true);
        string text = reader.ReadToEnd().Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : Off;
    }

    private static void Note(FileStream journal, string value)
    {
        journal.SetLength(0);
        journal.Write(Encoding.ASCII.GetBytes(value));
        journal.Flush(flushToDisk: true);
    }

    private static BackupException InUse(RedisClient client, string path) => new(
        BackupFailure.AppendOnlyFailed, $"The append-only file of {client.Endpoint} is being copied by another backup into this folder ({path}).", "Try again when that has ended.");

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
