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
        if (!test.IsGood)
        {
            throw new BackupException(BackupFailure.Damaged, $"{_backup.Name} is not good, and nothing was changed: {test.Problem}", "Use another backup; Get-RedisBackup lists them, Test-RedisBackup tells which are whole.");
        }

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
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<RestoreResult> work = Task.Run(() => RestoreAsync(plan, ending.Token), CancellationToken.None);

        // A process that is asked to end puts the old data back first: a server must not stay down, or half exchanged.
        void Ends(object? sender, EventArgs e)
        {
            ending.Cancel();
            _ = Task.WhenAny(work).Wait(TimeSpan.FromMinutes(5));
        }

        AppDomain.CurrentDomain.ProcessExit += Ends;
        try { return await work.ConfigureAwait(false); }
        finally { AppDomain.CurrentDomain.ProcessExit -= Ends; }
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
        if (plan.Stops)
        {
            ServiceOptions how = Options(plan) with { Save = plan.SavesOld, NoSave = !plan.SavesOld && plan.Stop.IsKnown };

            // Not left in the middle: what would stop it now is heard below, where the server is started again.
            stop.ThrowIfCancellationRequested();
            _ = await _control.StopAsync(plan.Service, plan.Stop, how, CancellationToken.None).ConfigureAwait(false);
        }

        RedisService stopped = plan.Service with { Status = ServiceStatus.Stopped, ProcessId = null, Readiness = null };
        try
        {
            stop.ThrowIfCancellationRequested();
            _options.Report?.Invoke("Exchanging old and new data");
            await swap.ExchangeAsync(directory).ConfigureAwait(false);
            long loadingAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            ServiceChange started = await _control.StartAsync(stopped, Options(plan), stop).ConfigureAwait(false);
            TimeSpan downtime = Stopwatch.GetElapsedTime(downSince);
            RestoreResult result = await RestoreCheck.RunAsync(plan, started, swap, loadingAt, stop).ConfigureAwait(false);
            string? old = swap.OldFolder;
            if (!_options.KeepOld)
            {
                swap.ForgetOld();
                old = null;
            }

            return result with { OldDataPath = old, LoadTime = started.Elapsed, Downtime = downtime, Elapsed = Stopwatch.GetElapsedTime(began) };
        }
        catch (Exception e) when (e is RedisException or HostException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            string now = await TurnBackAsync(plan, stopped, swap).ConfigureAwait(false);
            if (e is OperationCanceledException) { throw; }
            throw new BackupException(BackupFailure.RestoreFailed, $"{plan.Service.Name} was not restored: {Sentence(e.Message)} {now}", RemedyOf(e), e);
        }
    }

    private static string Sentence(string text) => text.TrimEnd().EndsWith('.') ? text.TrimEnd() : text.TrimEnd() + ".";

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

    // The server is stopped if it runs, then everything is where it was, then the server is started if it ran before.
    private async Task<string> TurnBackAsync(ServerRestorePlan plan, RedisService stopped, DataSwap swap)
    {
        string? old = swap.OldFolder;
        try
        {
            _options.Report?.Invoke("Putting the old data back");
            RedisService now = await _control.RefreshAsync(stopped, CancellationToken.None).ConfigureAwait(false);
            if (now.Status is not (ServiceStatus.Stopped or ServiceStatus.Failed))
            {
                StopPlan order = await StopPlan.ReadAsync(now, _options.Access, CancellationToken.None).ConfigureAwait(false);
                _ = await _control.StopAsync(now, order, Options(plan) with { NoSave = true }, CancellationToken.None).ConfigureAwait(false);
            }

            swap.TurnBack();
        }
        catch (Exception e) when (e is RedisException or HostException or IOException or UnauthorizedAccessException)
        {
            return $"THE OLD DATA COULD NOT BE PUT BACK: {Sentence(e.Message)} It is in {old ?? plan.Data.Folder}: stop the server, move what is in there to {plan.Data.Folder}, and start it.";
        }

        if (!plan.Stops) { return "What was there before is in its place again; the server does not run, as before."; }
        try
        {
            _ = await _control.StartAsync(stopped, Options(plan), CancellationToken.None).ConfigureAwait(false);
            return "What was there before is in its place again, and the server runs with it.";
        }
        catch (HostException e) { return $"What was there before is in its place again, but the server DOES NOT RUN: {Sentence(e.Message)}"; }
    }

    private async Task<FileOwner> OwnerAsync(string path, FileOwner otherwise, CancellationToken stop) =>
        Path.Exists(path) ? await FileOwner.OfAsync(_host, path, stop).ConfigureAwait(false) : otherwise;

    private ServiceOptions Options(ServerRestorePlan plan) => new() { Timeout = plan.Options.Timeout, Access = plan.Options.Access, Report = plan.Options.Report };
}
