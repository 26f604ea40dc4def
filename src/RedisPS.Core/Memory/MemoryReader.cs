using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Databases;
using RedisPS.Core.Server;

namespace RedisPS.Core.Memory;

/// <summary>Puts together what INFO and MEMORY STATS say about memory, with as few rights as there are.</summary>
public static class MemoryReader
{
    /// <summary>Reads a server's memory. Redis commands: INFO memory, stats and keyspace, MEMORY STATS, in one round trip.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The user may use neither INFO nor MEMORY STATS.</exception>
    public static async Task<RedisMemoryStat> ReadAsync(RedisConnection connection, CancellationToken stop)
    {
        RedisCommand[] commands =
        [
            new("INFO", "memory"),
            new("INFO", "stats"),
            new("INFO", "keyspace"),
            new("INFO", "server"),
            new("MEMORY", "STATS"),
        ];
        RespValue[] replies = await connection.Client.PipelineAsync(commands, stop).ConfigureAwait(false);
        List<string> restrictions = [];
        if (replies[0].IsError && replies[^1].IsError)
        {
            throw RedisServerException.FromReply(replies[0], commands[0]);
        }

        for (int i = 0; i < replies.Length; i++)
        {
            // One line for INFO, whatever its sections.
            if (replies[i].IsError && i is not (1 or 2 or 3))
            {
                restrictions.Add($"{commands[i]}: {replies[i].AsText()}");
            }
        }

        string text = string.Join("\r\n", replies.Take(replies.Length - 1).Where(reply => !reply.IsError).Select(reply => reply.AsText()));
        ServerInfo info = ServerInfo.Parse(text, connection.Server, connection.Name);
        IReadOnlyDictionary<string, RespValue> stats = replies[^1].IsError
            ? new Dictionary<string, RespValue>()
            : replies[^1].AsPairs().ToDictionary(pair => pair.Key.AsText() ?? "", pair => pair.Value, StringComparer.Ordinal);
        return From(info, stats, connection, restrictions);
    }

    /// <summary>Makes the object of what a server said.</summary>
    /// <param name="info">INFO memory, stats, keyspace and server.</param>
    /// <param name="stats">MEMORY STATS; may be empty.</param>
    /// <param name="connection">The server.</param>
    /// <param name="restrictions">What could not be asked.</param>
    public static RedisMemoryStat From(ServerInfo info, IReadOnlyDictionary<string, RespValue> stats, RedisConnection connection, IReadOnlyList<string> restrictions)
    {
        long? Number(string name, string? stat = null) =>
            info.GetInteger(name) ?? (stat is not null && stats.TryGetValue(stat, out RespValue? value) ? (long)value.AsDouble() : null);
        double? Ratio(string name, string stat) =>
            info.GetDouble(name) ?? (stats.TryGetValue(stat, out RespValue? value) ? value.AsDouble() : null);

        // Garnet has a vocabulary of its own.
        long? used = Number("used_memory", "total.allocated");
        long? resident = info.GetInteger("used_memory_rss") ?? info.GetInteger("proc_physical_memory_size");
        long? lost = Number("mem_fragmentation_bytes", "fragmentation.bytes");
        resident ??= used + lost;
        long? limit = info.GetInteger("maxmemory");
        long? notCounted = info.GetInteger("mem_not_counted_for_evict");
        long? system = info.GetInteger("total_system_memory");
        // After a peak little may be in use and much be lost.
        bool large = used >= RedisMemoryStat.SmallestMeaningful || lost >= RedisMemoryStat.SmallestMeaningful;
        long? keys = stats.TryGetValue("keys.count", out RespValue? count)
            ? count.AsInteger()
            : info.HasSection("Keyspace") && used is not null ? DatabaseList.FromInfo(info, connection).Values.Sum(database => database.KeyCount) : null;
        long? dataset = Number("used_memory_dataset", "dataset.bytes");
        RedisMemoryStat stat = new()
        {
            Server = connection.Server,
            ConnectionName = connection.Name,
            UsedBytes = used,
            PeakBytes = Number("used_memory_peak", "peak.allocated"),
            ResidentBytes = resident,
            StartupBytes = Number("used_memory_startup", "startup.allocated"),
            DatasetBytes = dataset,
            OverheadBytes = Number("used_memory_overhead", "overhead.total"),
            TableBytes = Tables(stats),
            ClientBytes = Number("mem_clients_normal", "clients.normal"),
            ReplicaBytes = Number("mem_clients_slaves", "clients.slaves"),
            BacklogBytes = Number("mem_replication_backlog", "replication.backlog"),
            AofBufferBytes = Number("mem_aof_buffer", "aof.buffer"),
            ClusterLinkBytes = Number("mem_cluster_links", "cluster.links"),
            ScriptBytes = (info.GetInteger("used_memory_vm_total") ?? info.GetInteger("used_memory_lua")) + (info.GetInteger("used_memory_scripts") ?? 0),
            MaxMemoryBytes = limit,
            EvictionPolicy = info.GetText("maxmemory_policy"),
            NotCountedBytes = notCounted,
            UsedPercent = limit > 0 && used is { } inUse ? Math.Round(100.0 * (inUse - (notCounted ?? 0)) / limit.Value, 1) : null,
            SystemBytes = system,
            SystemPercent = system > 0 && resident is { } held ? Math.Round(100.0 * held / system.Value, 1) : null,
            EvictedKeys = info.GetInteger("evicted_keys"),
            KeyCount = keys,
            BytesPerKey = keys > 0 && dataset is { } data ? data / keys.Value : null,
            FragmentationRatio = large ? Ratio("mem_fragmentation_ratio", "fragmentation") : null,
            FragmentationBytes = lost,
            AllocatorFragmentationRatio = large ? Ratio("allocator_frag_ratio", "allocator-fragmentation.ratio") : null,
            AllocatorFragmentationBytes = Number("allocator_frag_bytes", "allocator-fragmentation.bytes"),
            AllocatorUnreturnedBytes = Number("allocator_rss_bytes", "allocator-rss.bytes"),
            ProcessOverheadBytes = Number("rss_overhead_bytes", "rss-overhead.bytes"),
            Allocator = info.GetText("mem_allocator"),
            IsDefragmenting = info.GetInteger("active_defrag_running") is { } running ? running != 0 : null,
            LazyFreePending = info.GetInteger("lazyfree_pending_objects"),
            Restrictions = restrictions,
        };
        return stat.UsedBytes is null ? stat : Judged(stat, info);
    }

    private static RedisMemoryStat Judged(RedisMemoryStat stat, ServerInfo info) => stat with { Verdicts = MemoryJudge.Judge(stat, info.GetInteger("arch_bits") == 32) };

    private static long? Tables(IReadOnlyDictionary<string, RespValue> stats)
    {
        long? sum = null;
        foreach ((string name, RespValue value) in stats)
        {
            // db.0 → overhead.hashtable.main, overhead.hashtable.expires
            if (name.StartsWith("db.", StringComparison.Ordinal) && value.Items.Count > 0)
            {
                sum = (sum ?? 0) + value.AsPairs().Where(pair => pair.Key.AsText()?.StartsWith("overhead", StringComparison.Ordinal) == true).Sum(pair => pair.Value.AsInteger());
            }
        }

        return sum;
    }
}
