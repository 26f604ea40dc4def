using System.Diagnostics;
using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Persistence;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>Makes one backup of one server.</summary>
/// <param name="client">The server.</param>
/// <param name="connectionName">The connection's name, or null.</param>
/// <param name="options">What to make.</param>
public sealed class BackupRun(RedisClient client, string? connectionName, BackupOptions options)
{
    private const int MostFailuresListed = 100;

    private readonly BackupFolder _folder = new(options.Folder);
    private readonly Stopwatch _clock = new();
    private readonly List<(RedisKey Key, string Error)> _failures = [];
    private readonly List<string> _warnings = [];

    /// <summary>The first keys that could not be read, with what the server said; only a Logical backup can have such.</summary>
    public IReadOnlyList<(RedisKey Key, string Error)> Failures => _failures;

    /// <summary>What has to be known besides, whether or not there is a backup: what could not be put back on the server, and what was.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Where the backup will be.</summary>
    /// <returns>The folder.</returns>
    public string Target => _folder.Path;

    /// <summary>Makes the backup. Whatever goes wrong, no file that looks like a backup is left, and no earlier one is touched.</summary>
    /// <param name="cancellationToken">Ends it; what was written is removed.</param>
    /// <returns>The backup, whole and on disk.</returns>
    /// <exception cref="BackupException">It could not be written, or what arrived is not whole.</exception>
    /// <exception cref="SaveException">The server could not save.</exception>
    /// <exception cref="RedisException">The server refused, or was lost.</exception>
    public async Task<RedisBackup> RunAsync(CancellationToken cancellationToken)
    {
        _clock.Start();
        DateTimeOffset started = DateTimeOffset.UtcNow;
        _folder.Prepare();
        _folder.RemoveLeftovers(started);
        BackupAttempt attempt = BackupAttempt.Begin(_folder.Path, client.Endpoint.ToString(), started);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.Timeout != Timeout.InfiniteTimeSpan) { limit.CancelAfter(options.Timeout); }
        try
        {
            using BackupOrigin origin = await BackupOrigin.FindAsync(client, options.PreferReplica, limit.Token).ConfigureAwait(false);
            RedisBackup backup = await RunAsync(origin, started, limit.Token).ConfigureAwait(false);
            attempt.Done(_folder.Path);
            return backup;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            BackupException late = new(BackupFailure.Timeout, $"The backup of {client.Endpoint} was not whole after {DurationText.Short(options.Timeout)}. Nothing of it is kept.", "-Timeout waits longer.", e);
            attempt.Failed(_folder.Path, With(late.Message));
            throw late;
        }
        catch (Exception e)
        {
            attempt.Failed(_folder.Path, With(e is OperationCanceledException ? "It was interrupted." : e.Message));
            throw;
        }
    }

    private async Task<RedisBackup> RunAsync(BackupOrigin origin, DateTimeOffset started, CancellationToken cancellationToken)
    {
        RedisClient source = origin.Client;
        string server = client.Endpoint.ToString();
        string name = NameFor(server, started);
        string path = Path.Combine(_folder.Path, name);
        BackupSpace space = new(_folder, options, server);
        if (!options.IncludeAppendOnly && await RewritePause.RepairAsync(source, _folder.Path, cancellationToken).ConfigureAwait(false) is { } repaired) { _warnings.Add(repaired); }
        ServerFileSource? file = options.Method == BackupMethod.ServerFile ? new ServerFileSource(source, connectionName ?? "", options.ServerDataPath, options.Timeout) : null;
        if (file is not null) { await file.LocateAsync(cancellationToken).ConfigureAwait(false); }
        using AppendOnlyCopy? appendOnly = file is not null && options.IncludeAppendOnly ? new AppendOnlyCopy(source, file.Folder, _folder.Path, options.Timeout, _warnings.Add) : null;
        long? appendOnlyBytes = appendOnly is null ? null : await appendOnly.LocateAsync(cancellationToken).ConfigureAwait(false);
        using BackupData data = new(path, options.Compress, options.Verify);
        IBackupSource from = options.Method switch
        {
            BackupMethod.ServerFile => file!,
            BackupMethod.Logical => new LogicalSource(source, connectionName, Failed),
            _ => new ReplicationSource(source, space.Announce),
        };
        await space.RequireAsync(source, appendOnlyBytes ?? 0, cancellationToken).ConfigureAwait(false);

        // First what may be refused and takes no time.
        BackupCompanions companions = await BackupCompanions.ReadAsync(source, options, cancellationToken).ConfigureAwait(false);
        using (Timer timer = new(_ => Report(from.Phase, data.RdbBytes, from.Total), null, 0, 200))
        {
            await from.CopyAsync((bytes, token) => WriteAsync(data, bytes, token), cancellationToken).ConfigureAwait(false);
        }

        Report("Checking", data.RdbBytes, data.RdbBytes);
        (RdbTally? tally, string sha256) = await data.FinishAsync().ConfigureAwait(false);
        if (appendOnlyBytes is not null)
        {
            Report("Copying the append-only file", data.RdbBytes, data.RdbBytes);
            await appendOnly!.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        RedisBackup backup = from.Describe(new RedisBackup
        {
            Name = name,
            Path = path,
            Server = server,
            Source = origin.Replica,
            Product = source.Capabilities.Product.ToString(),
            Version = source.Capabilities.VersionText,
            RunId = source.Capabilities.RunId,
            Method = options.Method,
            StartedAt = started,
            FinishedAt = DateTimeOffset.UtcNow,
            Keys = tally?.Keys ?? 0,
            ExpiringKeys = tally?.ExpiringKeys ?? 0,
            KeysByDatabase = tally?.KeysByDatabase.ToDictionary(pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => pair.Value) ?? [],
            KeysByType = tally?.KeysByType.ToDictionary() ?? [],
            Bytes = data.FileBytes,
            RdbBytes = data.RdbBytes,
            RdbVersion = tally?.Version ?? 0,
            Checksum = tally?.Checksum ?? RdbChecksum.NotReached,
            Sha256 = sha256,
            IsCompressed = options.Compress,
            VerifiedAt = tally is null ? null : DateTimeOffset.UtcNow,
            Companions = companions.NamesFor(name),
            CompanionFiles = companions.FilesFor(name),
            AppendOnlyFiles = appendOnly?.Files ?? [],
            Notes = [.. Notes(origin, tally, companions, appendOnly)],
        });
        _warnings.AddRange([.. WarningsOf(origin, companions), .. from.Warnings]);
        backup = backup with { IsVerified = tally is not null && backup.FailedKeys == 0 };
        Save(data, backup, companions, appendOnly);
        return backup;
    }

    // Two in one second are two backups; a name that was given is taken as it is.
    private string NameFor(string server, DateTimeOffset started)
    {
        string extension = options.Compress ? ".rdb.gz" : ".rdb";
        if (options.Name is not null) { return options.Name + extension; }
        string name = BackupFolder.NameOf(server, started);
        string free = name + extension;
        for (int i = 2; File.Exists(Path.Combine(_folder.Path, free)); i++) { free = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}{extension}"); }
        return free;
    }

    private static IEnumerable<string> WarningsOf(BackupOrigin origin, BackupCompanions companions)
    {
        if (origin.Warning is not null) { yield return origin.Warning; }
        if (origin.Client.IsClusterNode()) { yield return ClusterNode.Note(origin.Client); }
        foreach (string warning in companions.Warnings) { yield return warning; }
    }

    private static IEnumerable<string> Notes(BackupOrigin origin, RdbTally? tally, BackupCompanions companions, AppendOnlyCopy? appendOnly)
    {
        if (origin.Note is not null) { yield return origin.Note; }
        foreach (string warning in WarningsOf(origin, companions)) { yield return warning; }
        if (tally is { Checksum: RdbChecksum.Absent })
        {
            yield return "The server writes no checksum (rdbchecksum no): a value that changed on its way here is not found. What changes from now on is, by the SHA-256.";
        }

        foreach (string said in appendOnly?.Notes ?? []) { yield return said; }
        if (appendOnly is { Files.Count: > 0 }) { yield return "The append-only file is of a later moment than the RDB."; }
    }

    // The manifest comes last: without it the other files are no backup, and when it cannot be written they go.
    private static void Save(BackupData data, RedisBackup backup, BackupCompanions companions, AppendOnlyCopy? appendOnly)
    {
        data.Keep();
        try
        {
            companions.Write(backup);
            appendOnly?.Keep(backup);
            BackupFolder.Save(backup);
        }
        catch
        {
            BackupFolder.Remove(backup);
            throw;
        }
    }

    private void Failed(RedisKey key, string error)
    {
        if (_failures.Count < MostFailuresListed) { _failures.Add((key, error)); }
    }

    private string With(string problem) => string.Join(' ', [problem, .. _warnings]);

    private void Report(string phase, long bytes, long? total) => options.Progress?.Invoke(new BackupProgress(phase, bytes, total, _clock.Elapsed));

    private async ValueTask WriteAsync(BackupData data, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await data.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        if (options.MaxBytesPerSecond is not { } rate) { return; }
        TimeSpan ahead = TimeSpan.FromSeconds((double)data.RdbBytes / rate) - _clock.Elapsed;
        if (ahead > TimeSpan.FromMilliseconds(10)) { await Task.Delay(ahead, cancellationToken).ConfigureAwait(false); }
    }
}
