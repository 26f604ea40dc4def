using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Databases;

namespace RedisPS.Core.Server;

/// <summary>Reads what there is to know about a server, with as few rights as there are.</summary>
public static class ServerReader
{
    // Below this, the process itself outweighs the data, and the ratio says nothing.
    private const long SmallestMeaningful = 100L << 20;

    /// <summary>Reads a server. Redis command: INFO; without the right to it, what connecting has told.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<RedisServer> ReadAsync(RedisConnection connection, CancellationToken stop)
    {
        RespValue reply = await connection.Client.SendAsync(new RedisCommand("INFO"), stop).ConfigureAwait(false);
        if (reply.Type != RespType.Error)
        {
            ServerInfo info = ServerInfo.Parse(reply.AsText() ?? "", connection.Server, connection.Name);

            // Garnet has the section, but only for who asks for it.
            IReadOnlyList<RedisDatabase>? asked = info.HasSection("Keyspace") ? null : await DatabaseList.ReadAsync(connection, includeEmpty: false, stop).ConfigureAwait(false);
            return From(info, connection, [], asked);
        }

        IReadOnlyList<RedisDatabase> databases = [];
        List<string> restrictions = [$"INFO: {reply.AsText()}"];
        try
        {
            databases = await DatabaseList.ReadAsync(connection, includeEmpty: false, stop).ConfigureAwait(false);
        }
        catch (RedisServerException e)
        {
            restrictions.Add($"DBSIZE: {e.Message}");
        }

        return From(ServerInfo.Parse(""), connection, restrictions, databases);
    }

    /// <summary>Makes the object of an INFO text.</summary>
    public static RedisServer From(ServerInfo info, RedisConnection connection, IReadOnlyList<string> restrictions, IReadOnlyList<RedisDatabase>? databases = null)
    {
        ServerCapabilities capabilities = connection.Client.Capabilities;
        databases ??= DatabaseList.FromInfo(info, connection).Values.ToArray();
        long? uptime = info.GetInteger("uptime_in_seconds");
        long hits = info.GetInteger("keyspace_hits") ?? 0;
        long reads = hits + (info.GetInteger("keyspace_misses") ?? 0);
        bool told = info.Items.Count > 0;
        return new RedisServer
        {
            Server = connection.Server,
            ConnectionName = connection.Name,
            Product = capabilities.Product,
            Version = capabilities.Version,
            RedisVersion = capabilities.RedisVersion,
            Mode = info.GetText("redis_mode") ?? info.GetText("server_mode") ?? NullIfEmpty(capabilities.Mode),
            Role = Role(info.GetText("role") ?? capabilities.Role),
            IsReadOnly = Flag(info.GetInteger("slave_read_only") ?? info.GetInteger("replica_read_only")),
            OperatingSystem = info.GetText("os"),
            ProcessId = info.GetInteger("process_id"),
            ConfigFile = NullIfEmpty(info.GetText("config_file")),
            Uptime = uptime is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            StartedAt = uptime is { } age ? DateTimeOffset.Now.AddSeconds(-age) : null,
            UsedMemoryBytes = info.GetInteger("used_memory"),
            PeakMemoryBytes = info.GetInteger("used_memory_peak"),
            MaxMemoryBytes = info.GetInteger("maxmemory"),
            ResidentMemoryBytes = info.GetInteger("used_memory_rss"),
            EvictionPolicy = info.GetText("maxmemory_policy"),
            FragmentationRatio = info.GetInteger("used_memory") >= SmallestMeaningful ? info.GetDouble("mem_fragmentation_ratio") : null,
            ConnectedClients = info.GetInteger("connected_clients"),
            BlockedClients = info.GetInteger("blocked_clients"),
            ConnectedReplicas = info.GetInteger("connected_slaves") ?? info.GetInteger("connected_replicas"),
            OperationsPerSecond = info.GetInteger("instantaneous_ops_per_sec"),
            TotalCommands = info.GetInteger("total_commands_processed"),
            TotalConnections = info.GetInteger("total_connections_received"),
            HitRatio = reads > 0 ? (double)hits / reads : null,
            EvictedKeys = info.GetInteger("evicted_keys"),
            ExpiredKeys = info.GetInteger("expired_keys"),
            IsLoading = Flag(info.GetInteger("loading")),
            LastSaveAt = info.GetInteger("rdb_last_save_time") is { } saved and > 0 ? DateTimeOffset.FromUnixTimeSeconds(saved).ToLocalTime() : null,
            ChangesSinceSave = info.GetInteger("rdb_changes_since_last_save"),
            IsAppendOnly = Flag(info.GetInteger("aof_enabled")),
            KeyCount = told || databases.Count > 0 ? databases.Sum(database => database.KeyCount) : null,
            Databases = databases,
            Restrictions = [.. restrictions, .. capabilities.Restrictions.Where(text => restrictions.Count == 0 || !text.StartsWith("INFO", StringComparison.Ordinal))],
        };
    }

    private static string? Role(string? role) => role switch
    {
        null or "" => null,
        "master" => "primary",
        "slave" => "replica",
        _ => role,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool? Flag(long? value) => value is { } number ? number != 0 : null;
}
