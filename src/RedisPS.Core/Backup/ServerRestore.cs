using System.Diagnostics;
using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Rdb;
using RedisPS.Core.Server;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>
/// Brings back a whole server of this machine: the backup is checked and laid beside the data, the server is stopped, old and new change
/// places by renames, the server is started and its counts are compared. Whatever fails, the old data is put back and the server runs on with it.
/// </summary>
public sealed class ServerRestore
{
    private static readonly TimeSpan s_puttingBack = TimeSpan.FromMinutes(5);

    private readonly HostSystem _host;
    private readonly ServiceControl _control;
    private readonly RedisBackup _backup;
    private readonly RedisService _service;
    private readonly ServerRestoreOptions _options;

    /// <summary>Prepares a restore.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="backup">The backup.</param>
    /// <param name="service">The server.</param>
    /// <param name="options">How.</param>
    public ServerRestore(HostSystem host, RedisBackup backup, RedisService service, ServerRestoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _control = new ServiceControl(host);
        _backup = backup;
        _service = service;
        _options = options;
    }

    /// <summary>Finds out what would be done, and whether it can be. Nothing is changed.</summary>
    /// <param name="stop">Ends it.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="BackupException">The backup is not good, this server does not read it, there is no room, or the server is not to be restored.</exception>
    /// <exception cref="HostException">The service may not be changed by this user, or could not be started again.</exception>
    public async Task<ServerRestorePlan> PlanAsync(CancellationToken stop)
    {
        RestoreGuard.RequirePossible(_service, _options.DataPath);
        _options.Report?.Invoke($"Reading {_backup.Name}");
        BackupTest test = await BackupVerifier.TestAsync(_backup, null, stop).ConfigureAwait(false);
        RestoreGuard.RequireGood(_backup, test);
        bool runs = _service.Status is not (ServiceStatus.Stopped or ServiceStatus.Failed);
        StopPlan order = runs ? await StopPlan.ReadAsync(_service, _options.Access, stop).ConfigureAwait(false) : new StopPlan { IsKnown = true, Text = "it does not run" };
        RedisService service = await _control.StartableAsync(_service, order, stop).ConfigureAwait(false);
        _control.Require(service, _options.Timeout);
        ServerData data = await ServerData.ReadAsync(_host, service, service.ConfigFile, _options.DataPath, _options.Access, stop).ConfigureAwait(false);
        ServerRestorePlan plan = new(_backup, test, service, data, order, _options);
        await RestoreGuard.CheckAsync(_host, plan, stop).ConfigureAwait(false);
        return plan;
    }

    /// <summary>Does it.</summary>
    /// <param name="plan">What was found out.</param>
    /// <param name="stop">Ends it; what was begun is turned back first.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="BackupException">It failed; the message says what is there now.</exception>
    /// <exception cref="HostException">The service could not be stopped; nothing was changed.</exception>
    public async Task<RestoreResult> RunAsync(ServerRestorePlan plan, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);

        // A process that is asked to end puts the old data back first: a server must not stay down, or half exchanged.
        return await ProcessEnding.DuringAsync(token => Task.Run(() => RestoreAsync(plan, token), CancellationToken.None), s_puttingBack, stop).ConfigureAwait(false);
    }

    private async Task<RestoreResult> RestoreAsync(ServerRestorePlan plan, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        ServerData data = plan.Data;
        using DataSwap swap = new(_host, data);
        FileOwner directory = await FileOwner.OfAsync(_host, data.Folder, stop).ConfigureAwait(false);
        FileOwner file = await OwnerAsync(data.SnapshotPath, directory with { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead }, stop).ConfigureAwait(false);
        FileOwner folder = await OwnerAsync(data.AppendOnlyPath, directory, stop).ConfigureAwait(false);
        _options.Report?.Invoke($"Copying {_backup.Name} to {data.Folder}");
        await BackupRehearsal.UnpackAsync(_backup, swap.Prepared, stop).ConfigureAwait(false);
        RequireWhole(plan, swap.Prepared, stop);
        await swap.PrepareAsync(file, folder, stop).ConfigureAwait(false);

        long downSince = Stopwatch.GetTimestamp();
        if (plan.Stops) { plan = await LookAgainAsync(plan, stop).ConfigureAwait(false); }
        SnapshotWritten before = SnapshotWritten.At(data.SnapshotPath);
        string stopNote = plan.Stops ? await StopAsync(plan, stop).ConfigureAwait(false) : "";
        RedisService stopped = plan.Service with { Status = ServiceStatus.Stopped, ProcessId = null, Readiness = null };
        RestoreTurnBack back = new(_control, plan, stopped, swap) { StopNote = stopNote, Saved = plan.SavesOld && SnapshotWritten.At(data.SnapshotPath) != before };
        try
        {
            stop.ThrowIfCancellationRequested();
            if (plan.SavesOld && !back.Saved)
            {
                throw new BackupException(BackupFailure.RestoreFailed, $"It was told to save when it stops, and {data.SnapshotPath} was not written.", "Save with Invoke-RedisSave, and look at how the service stops the server; or give up what is unsaved with -NoSave.");
            }

            _options.Report?.Invoke("Exchanging old and new data");
            await swap.ExchangeAsync(directory).ConfigureAwait(false);
            long loadingAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            ServiceChange started = await _control.StartAsync(stopped, Options(plan), stop).ConfigureAwait(false);
            TimeSpan downtime = Stopwatch.GetElapsedTime(downSince);
            RestoreResult result = await RestoreCheck.RunAsync(plan, started, swap, loadingAt, stop).ConfigureAwait(false);
            string left = ForgetOld(result.IsVerified, swap);
            return result with
            {
                OldDataPath = swap.OldFolder,
                LoadTime = started.Elapsed,
                Downtime = downtime,
                Elapsed = Stopwatch.GetElapsedTime(began),
                Note = string.Join(' ', new[] { result.Note, left, stopNote }.Where(text => text.Length > 0)),
            };
        }
        catch (Exception e) when (e is RedisException or HostException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            string now = await back.RunAsync().ConfigureAwait(false);

            // Who ended it hears nothing more where nothing happened, and all where something did.
            if (e is OperationCanceledException && back.IsComplete) { throw; }
            throw new BackupException(BackupFailure.RestoreFailed, $"{plan.Service.Name} was not restored: {(e is OperationCanceledException ? "It was ended." : Sentence(e.Message))} {now}", RemedyOf(e), e);
        }
    }

    // Between the plan and now lie a question and the unpacking: what is unsaved, and where, is what it is now.
    private async Task<ServerRestorePlan> LookAgainAsync(ServerRestorePlan plan, CancellationToken stop)
    {
        ServerData data = await ServerData.ReadAsync(_host, plan.Service, plan.Service.ConfigFile, _options.DataPath, _options.Access, stop).ConfigureAwait(false);
        StopPlan order = await StopPlan.ReadAsync(plan.Service, _options.Access, stop).ConfigureAwait(false);
        ServerRestorePlan now = new(plan.Backup, plan.Test, plan.Service, data, order, plan.Options);
        if (!data.HasSamePlaces(plan.Data))
        {
            throw new BackupException(BackupFailure.Changed, $"{plan.Service.Name} is not what it was when the restore was planned: {(data.ReplicaOf is { } primary ? $"it is a replica of {primary} now" : "it keeps its data in other files now")}. Nothing was changed.", "Begin again.");
        }

        RestoreGuard.RequireWayBack(now);
        return order.IsKnown || _options.NoSave ? now : throw new BackupException(BackupFailure.Refused, $"{plan.Service.Name} was not stopped: {Sentence(order.Text)} Nothing was changed.", "Begin again; or give up what is unsaved with -NoSave.");
    }

    private async Task<string> StopAsync(ServerRestorePlan plan, CancellationToken stop)
    {
        ServiceOptions how = Options(plan) with { Save = plan.SavesOld, NoSave = !plan.SavesOld && plan.Stop.IsKnown };

        // Not left in the middle: what would stop it now is heard later, where the server is started again.
        stop.ThrowIfCancellationRequested();
        ServiceChange change = await _control.StopAsync(plan.Service, plan.Stop, how, CancellationToken.None).ConfigureAwait(false);
        return plan.SavesOld && !plan.Stop.TakesOrder ? change.Note : "";
    }

    // What was there goes only where it is certain that the new is there. That it cannot be removed makes the restored server no worse.
    private string ForgetOld(bool isVerified, DataSwap swap)
    {
        if (_options.KeepOld || swap.OldFolder is not { } old) { return ""; }
        if (!isVerified) { return $"The old data was not removed: it is in {old}."; }
        try
        {
            swap.ForgetOld();
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return $"The old data could not be removed: {Sentence(e.Message)} What is left of it is in {old}."; }
    }

    internal static string Sentence(string text) => text.TrimEnd().EndsWith('.') ? text.TrimEnd() : text.TrimEnd() + ".";

    private static string RemedyOf(Exception e) => e switch
    {
        BackupException { Remedy.Length: > 0 } backup => backup.Remedy,
        HostException { Remedy.Length: > 0 } host => host.Remedy,
        _ => "Test-RedisBackup -Restore tries the backup without touching this server.",
    };

    private static void RequireWhole(ServerRestorePlan plan, string path, CancellationToken stop)
    {
        using Stream stream = BackupData.Open(path);
        RdbTally tally = RdbTally.Read(stream, null, stop);
        if (tally.Keys != plan.Test.Keys || tally.Bytes != plan.Test.RdbBytes)
        {
            throw new BackupException(BackupFailure.Changed, $"{plan.Backup.Name} is not what it was when it was tested: something writes to it. Nothing was changed.", "Copy it away, and restore the copy.");
        }
    }

    private async Task<FileOwner> OwnerAsync(string path, FileOwner otherwise, CancellationToken stop) =>
        Path.Exists(path) ? await FileOwner.OfAsync(_host, path, stop).ConfigureAwait(false) : otherwise;

    internal static ServiceOptions Options(ServerRestorePlan plan) => new() { Timeout = plan.Options.Timeout, Access = plan.Options.Access, Report = plan.Options.Report };
}
