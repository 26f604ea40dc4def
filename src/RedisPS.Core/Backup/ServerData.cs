using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Server;
using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>Where a server of this machine keeps its data and what it is to others: as it says itself while it runs, else as its configuration file does.</summary>
internal sealed record ServerData
{
    private static readonly string[] s_settings = ["dir", "dbfilename", "appendonly", "appenddirname", "appendfilename"];

    /// <summary>The directory.</summary>
    public required string Folder { get; init; }

    /// <summary>The name of the snapshot in it.</summary>
    public string SnapshotName { get; init; } = "dump.rdb";

    /// <summary>Whether it has an append-only file, or will have one when it starts again.</summary>
    public bool AppendOnly { get; init; }

    /// <summary>The folder of the append-only files.</summary>
    public string AppendOnlyFolder { get; init; } = "appendonlydir";

    /// <summary>What their names begin with.</summary>
    public string AppendOnlyName { get; init; } = "appendonly.aof";

    /// <summary>Keys by database; null while it does not run.</summary>
    public IReadOnlyDictionary<int, long>? Keys { get; init; }

    /// <summary>Product and version as it says itself; null while it does not run.</summary>
    public ServerProgram? Runs { get; init; }

    /// <summary>The server that it is a replica of; null for a primary.</summary>
    public string? ReplicaOf { get; init; }

    /// <summary>How many replicas it has.</summary>
    public long Replicas { get; init; }

    /// <summary>Whether it is a node of a cluster.</summary>
    public bool IsCluster { get; init; }

    /// <summary>Whether Sentinels watch it.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Whether it appends to a file now.</summary>
    public bool AppendOnlyRuns { get; init; }

    /// <summary>Whether it cannot write that file.</summary>
    public bool AppendOnlyFails { get; init; }

    /// <summary>Whether its configuration file says that the next start reads an append-only file, and no snapshot.</summary>
    public bool AppendOnlyNext { get; init; }

    /// <summary>Whether all that it has is in a file that its next start reads, also without a snapshot.</summary>
    public bool AppendOnlyHoldsAll => AppendOnlyRuns && AppendOnlyNext && !AppendOnlyFails;

    /// <summary>The snapshot.</summary>
    public string SnapshotPath => Path.Combine(Folder, SnapshotName);

    /// <summary>The folder of the append-only files, with the directory.</summary>
    public string AppendOnlyPath => Path.Combine(Folder, AppendOnlyFolder);

    /// <summary>Whether another look found the server with the same files, and as a primary still.</summary>
    public bool HasSamePlaces(ServerData other) =>
        (SnapshotPath, AppendOnlyPath, AppendOnlyName, AppendOnly, ReplicaOf) == (other.SnapshotPath, other.AppendOnlyPath, other.AppendOnlyName, other.AppendOnly, other.ReplicaOf);

    /// <summary>Finds out.</summary>
    /// <exception cref="BackupException">It does not say, or it is not to be restored.</exception>
    public static async Task<ServerData> ReadAsync(HostSystem host, RedisService service, string? configFile, string? dataPath, ServiceAccess access, CancellationToken stop)
    {
        ServerConfiguration? file = ServerConfiguration.Read(host, configFile);
        bool runs = service.Status is not (ServiceStatus.Stopped or ServiceStatus.Failed);
        ServerInfo? info = null;
        Dictionary<string, string> settings = [];
        if (runs)
        {
            try
            {
                using RedisClient client = await RedisClient.ConnectAsync(access.OptionsFor(service with { Configuration = service.Configuration ?? file }), stop).ConfigureAwait(false);
                info = await ServerInfo.ReadAsync(client, ["server", "replication", "persistence", "keyspace", "cluster"], "", stop).ConfigureAwait(false);
                settings = await SettingsAsync(client, stop).ConfigureAwait(false);
                RespValue clients = await client.SendAsync(new RedisCommand("CLIENT", "LIST"), stop).ConfigureAwait(false);
                return Merge(service, info, settings, file, dataPath) with { IsWatched = clients.AsText()?.Contains("name=sentinel-", StringComparison.Ordinal) ?? false };
            }
            catch (RedisException e)
            {
                throw new BackupException(BackupFailure.Refused, $"{service.Name} runs, and does not say what it holds and where: {e.Message}", "Give a user who may run INFO and CONFIG GET with -Credential, or stop the service before.", e);
            }
        }

        return Merge(service, null, settings, file, dataPath);
    }

    /// <summary>What the server says goes first; what it will read when it starts again is compared with that.</summary>
    internal static ServerData Merge(RedisService service, ServerInfo? info, IReadOnlyDictionary<string, string> settings, ServerConfiguration? file, string? dataPath)
    {
        string snapshot = One("dbfilename", "dump.rdb");
        return new ServerData
        {
            Folder = dataPath ?? Directory(),
            SnapshotName = snapshot.Length > 0 ? snapshot : "dump.rdb",
            AppendOnly = settings.GetValueOrDefault("appendonly") == "yes" || file?.Value("appendonly") == "yes",
            AppendOnlyRuns = info?.GetText("aof_enabled") == "1",
            AppendOnlyFails = info?.GetText("aof_last_write_status") == "err",
            AppendOnlyNext = file?.Value("appendonly") == "yes",
            AppendOnlyFolder = One("appenddirname", "appendonlydir"),
            AppendOnlyName = One("appendfilename", "appendonly.aof"),
            Keys = info is null ? null : KeyspaceCounts.Read(info).ToDictionary(pair => pair.Key, pair => pair.Value.Keys),
            Runs = info is null ? null : ProgramOf(info),
            ReplicaOf = info is not null ? info.Primary : file?.Words("replicaof") is { Count: > 0 } words ? string.Join(':', words) : null,
            Replicas = info?.GetInteger("connected_slaves") ?? 0,
            IsCluster = info is null ? file?.Value("cluster-enabled") == "yes" : info.GetText("cluster_enabled") == "1",
        };

        string One(string name, string otherwise)
        {
            string? told = settings.GetValueOrDefault(name);
            string? written = file?.Value(name);
            return told is not null && written is not null && told != written ? throw Differs(name, told, written) : told ?? written ?? otherwise;
        }

        string Directory()
        {
            string? told = settings.GetValueOrDefault("dir");
            string? written = file?.Value("dir");
            bool absolute = written is not null && Path.IsPathFullyQualified(written);
            return told is not null && absolute && !Same(told, written!) ? throw Differs("dir", told, written!)
                : told ?? (absolute ? written! : throw new BackupException(BackupFailure.Refused, $"Where {service.Name} keeps its data is not known: {(service.ConfigFile is null ? "it has no configuration file that can be read" : $"{service.ConfigFile} does not say it in full")}.", "Name the directory with -DataPath."));
        }

        BackupException Differs(string name, string told, string written) => new(
            BackupFailure.Refused,
            $"{service.Name} runs with {name} {told}, and its configuration file says {written}: where it will look when it starts again is not certain.",
            "Make them the same (Save-RedisConfig writes what runs, Set-RedisConfig changes it); for dir, -DataPath says what is right.");
    }

    private static bool Same(string one, string other) => Resolve(one) == Resolve(other);

    private static string Resolve(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try { return System.IO.Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full; }
        catch (IOException) { return full; }
    }

    private static ServerProgram ProgramOf(ServerInfo info) =>
        info.GetText("valkey_version") is { } valkey ? new ServerProgram("", ServerProduct.Valkey, valkey)
        : info.GetText("garnet_version") is { } garnet ? new ServerProgram("", ServerProduct.Garnet, garnet)
        : new ServerProgram("", ServerProduct.Redis, info.GetText("redis_version") ?? "");

    private static async Task<Dictionary<string, string>> SettingsAsync(RedisClient client, CancellationToken stop)
    {
        Dictionary<string, string> settings = [];
        RespValue[] replies = await client.PipelineAsync([.. s_settings.Select(name => new RedisCommand("CONFIG", "GET", name))], stop).ConfigureAwait(false);
        foreach (RespValue reply in replies.Where(reply => !reply.IsError))
        {
            foreach ((RespValue name, RespValue value) in reply.AsPairs()) { settings[name.AsText() ?? ""] = value.AsText() ?? ""; }
        }

        return settings;
    }
}
