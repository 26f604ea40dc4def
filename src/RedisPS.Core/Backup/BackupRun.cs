using System.Diagnostics;
using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Configuration;
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

    /// <summary>The first keys that could not be read, with what the server said; only a Logical backup can have such.</summary>
    public IReadOnlyList<(RedisKey Key, string Error)> Failures => _failures;

    /// <summary>Where the backup will be.</summary>
    /// <returns>The folder.</returns>
    public string Target => _folder.Path;

    /// <summary>Makes the backup. Whatever goes wrong, no file that looks like a backup is left, and no earlier one is touched.</summary>
    /// <param name="cancellationToken">Ends it; what was written is removed.</param>
    /// <returns>The backup, whole and on disk.</returns>
    /// <exception cref="BackupException">It could not be written, or what arrived is not whole.</exception>
    /// <exception cref="RedisException">The server refused, or was lost.</exception>
    public async Task<RedisBackup> RunAsync(CancellationToken cancellationToken)
    {
        _clock.Start();
        DateTimeOffset started = DateTimeOffset.UtcNow;
        _folder.Prepare();
        (RedisClient source, RedisClient? replica, string? note) = await SourceAsync(cancellationToken).ConfigureAwait(false);
        try { return await RunAsync(source, started, note, cancellationToken).ConfigureAwait(false); }
        finally { replica?.Dispose(); }
    }

    private async Task<RedisBackup> RunAsync(RedisClient source, DateTimeOffset started, string? note, CancellationToken cancellationToken)
    {
        string name = (options.Name ?? BackupFolder.NameOf(source.Endpoint.ToString(), started)) + (options.Compress ? ".rdb.gz" : ".rdb");
        string path = Path.Combine(_folder.Path, name);
        using BackupData data = new(path, options.Compress, options.Verify);
        IBackupSource from = options.Method == BackupMethod.Replication
            ? new ReplicationSource(source, bytes => _folder.RequireSpace(options.Compress ? bytes / 4 : bytes, "the snapshot"))
            : new LogicalSource(source, connectionName, Failed);
        await RequireSpaceAsync(source, cancellationToken).ConfigureAwait(false);

        // First what may be refused and takes no time.
        Dictionary<string, string> beside = await CompanionsAsync(source, cancellationToken).ConfigureAwait(false);
        using (Timer timer = new(_ => Report(from.Phase, data.RdbBytes, from.Total), null, 0, 200))
        {
            await from.CopyAsync((bytes, token) => WriteAsync(data, bytes, token), cancellationToken).ConfigureAwait(false);
        }

        Report("Checking", data.RdbBytes, data.RdbBytes);
        (RdbTally? tally, string sha256) = await data.FinishAsync().ConfigureAwait(false);
        RedisBackup backup = from.Describe(new RedisBackup
        {
            Name = name,
            Path = path,
            Server = source.Endpoint.ToString(),
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
            IsVerified = tally is not null,
            VerifiedAt = tally is null ? null : DateTimeOffset.UtcNow,
            Companions = beside.Keys.ToDictionary(kind => kind, kind => $"{name}.{kind}.txt"),
            Notes = note is null ? [] : [note],
        });
        Save(data, backup, beside);
        return backup;
    }

    // The manifest comes last: without it the other files are no backup, and when it cannot be written they go.
    private static void Save(BackupData data, RedisBackup backup, Dictionary<string, string> beside)
    {
        data.Keep();
        try
        {
            string folder = Path.GetDirectoryName(backup.Path)!;
            foreach ((string kind, string text) in beside) { WriteBeside(Path.Combine(folder, backup.Companions[kind]), text); }
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

    private void Report(string phase, long bytes, long? total) => options.Progress?.Invoke(new BackupProgress(phase, bytes, total, _clock.Elapsed));

    private async ValueTask WriteAsync(BackupData data, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await data.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        if (options.MaxBytesPerSecond is not { } rate) { return; }
        TimeSpan ahead = TimeSpan.FromSeconds((double)data.RdbBytes / rate) - _clock.Elapsed;
        if (ahead > TimeSpan.FromMilliseconds(10)) { await Task.Delay(ahead, cancellationToken).ConfigureAwait(false); }
    }

    // What a server holds in memory is more than its snapshot takes, nearly always; a quarter of it is what a snapshot hardly goes below.
    private async Task RequireSpaceAsync(RedisClient source, CancellationToken cancellationToken)
    {
        RespValue info = await source.SendAsync(new RedisCommand("INFO", "memory"), cancellationToken).ConfigureAwait(false);
        foreach (string line in (info.IsError ? "" : info.AsText() ?? "").Split('\n'))
        {
            if (line.StartsWith("used_memory_dataset:", StringComparison.Ordinal) && long.TryParse(line.AsSpan(20).Trim(), out long dataset))
            {
                _folder.RequireSpace(dataset / 4, "a snapshot of this server");
            }
        }
    }

    // The replica that is closest behind, with the credentials of the primary.
    private async Task<(RedisClient Source, RedisClient? Opened, string? Note)> SourceAsync(CancellationToken cancellationToken)
    {
        if (!options.PreferReplica || client.Capabilities.Role.StartsWith("slave", StringComparison.Ordinal) || client.Capabilities.Role == "replica") { return (client, null, null); }
        RespValue info = await client.SendAsync(new RedisCommand("INFO", "replication"), cancellationToken).ConfigureAwait(false);
        IEnumerable<RedisEndpoint> replicas = (info.IsError ? "" : info.AsText() ?? "").Split('\n')
            .Where(line => line.StartsWith("slave", StringComparison.Ordinal) && line.Contains("state=online", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().Split(',').Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1]))
            .OrderBy(fields => long.TryParse(fields.GetValueOrDefault("lag"), out long lag) ? lag : long.MaxValue)
            .Select(fields => new RedisEndpoint(fields.GetValueOrDefault("ip", ""), int.TryParse(fields.GetValueOrDefault("port"), out int port) ? port : 0));
        foreach (RedisEndpoint replica in replicas)
        {
            try
            {
                RedisClient opened = await RedisClient.ConnectAsync(client.Options with { Endpoint = replica, Database = 0, MaxRetry = 0 }, cancellationToken).ConfigureAwait(false);
                return (opened, opened, $"Taken from the replica {replica} of {client.Endpoint}.");
            }
            catch (RedisConnectionException)
            {
                // The address that a primary sees is not always one that others can reach: the next one, and at last the primary itself.
            }
        }

        return (client, null, "No replica could be reached; taken from the primary.");
    }

    private async Task<Dictionary<string, string>> CompanionsAsync(RedisClient source, CancellationToken cancellationToken)
    {
        Dictionary<string, string> companions = [];
        if (options.IncludeConfiguration)
        {
            IReadOnlyDictionary<string, string> settings = await new ConfigStore(source).ReadAsync(["*"], cancellationToken).ConfigureAwait(false);
            IEnumerable<string> lines = settings.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => !ConfigCatalogue.IsSensitive(pair.Key)).Select(pair => $"{pair.Key} {pair.Value}");
            companions["configuration"] = string.Join('\n', lines);
        }

        if (options.IncludeAcl)
        {
            RespValue users = await source.ExecuteAsync(new RedisCommand("ACL", "LIST"), cancellationToken).ConfigureAwait(false);
            companions["acl"] = string.Join('\n', users.Items.Select(item => item.AsText() ?? ""));
        }

        return companions;
    }

    // For the eyes of its owner only: the hashes of passwords are in one of them.
    private static void WriteBeside(string path, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        try
        {
            using FileStream file = new(path, options);
            file.Write(Encoding.UTF8.GetBytes(text + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw BackupData.WriteFailed(path, e); }
    }
}
