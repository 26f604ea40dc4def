using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Core.Databases;
using RedisPS.Core.Server;

namespace RedisPS.Core.Memory;

/// <summary>Reads and changes a server's memory limit.</summary>
public static class MaxMemoryStore
{
    private const string Setting = "maxmemory";

    /// <summary>Reads the limit and what is in use. Redis commands: INFO; CONFIG GET for users without it.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The user may use neither.</exception>
    /// <exception cref="ConfigException">The server has no such setting.</exception>
    public static async Task<RedisMaxMemory> ReadAsync(RedisConnection connection, CancellationToken stop)
    {
        RespValue reply = await connection.Client.SendAsync(new RedisCommand("INFO"), stop).ConfigureAwait(false);
        ServerInfo info = ServerInfo.Parse(reply.IsError ? "" : reply.AsText() ?? "");
        string? policy = info.GetText("maxmemory_policy");
        if (info.GetInteger(Setting) is not { } limit)
        {
            IReadOnlyDictionary<string, string> settings = await new ConfigStore(connection.Client, connection.Name).ReadAsync([Setting, "maxmemory-policy"], stop).ConfigureAwait(false);
            limit = settings.TryGetValue(Setting, out string? text)
                ? long.Parse(text, CultureInfo.InvariantCulture)
                : throw new ConfigException(ConfigFailure.NotApplied, $"{connection.Server} has no setting maxmemory.", "Garnet takes its limit at the start: --memory.");
            policy = settings.GetValueOrDefault("maxmemory-policy");
        }

        long? used = info.GetInteger("used_memory");
        IReadOnlyCollection<RedisDatabase>? databases = info.HasSection("Keyspace") ? DatabaseList.FromInfo(info, connection).Values : null;
        return new RedisMaxMemory
        {
            Server = connection.Server,
            ConnectionName = connection.Name,
            MaxMemoryBytes = limit,
            UsedBytes = used,
            CountedBytes = used - (info.GetInteger("mem_not_counted_for_evict") ?? 0),
            EvictionPolicy = policy,
            SystemBytes = info.GetInteger("total_system_memory"),
            KeyCount = databases?.Sum(database => database.KeyCount),
            ExpiringCount = databases?.Sum(database => database.ExpiringCount),
            OverheadBytes = info.GetInteger("used_memory_startup"),
            IsReplica = info.GetText("role") == "slave",
            Is32Bit = info.GetInteger("arch_bits") == 32,
        };
    }

    /// <summary>Finds out what a limit would do; changes nothing. Redis commands: INFO, CONFIG GET.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="size">The limit, in bytes or in percent of the machine's memory; 0 bytes is none.</param>
    /// <param name="persist">Whether the configuration file is to be written too.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="ConfigException">A percentage of something that the server does not tell; or it is known that the change cannot be persisted.</exception>
    public static async Task<MaxMemoryPlan> PlanAsync(RedisConnection connection, ByteSize size, bool persist, CancellationToken stop)
    {
        RedisMaxMemory current = await ReadAsync(connection, stop).ConfigureAwait(false);
        long bytes = size.Bytes ?? (current.SystemBytes is > 0 and { } system
            ? (long)(system * (size.Percent ?? 0) / 100)
            : throw new ConfigException(ConfigFailure.InvalidValue, $"{connection.Server} does not say how much memory its machine has.", "Give the limit as a size: -Size 2gb."));
        ConfigPlan settings = await new ConfigStore(connection.Client, connection.Name).PlanAsync(
            new Dictionary<string, string> { [Setting] = bytes.ToString(CultureInfo.InvariantCulture) }, new ConfigSetOptions { Persist = persist }, stop, MaxMemoryPlan.IgnoreSetting).ConfigureAwait(false);
        settings.ThrowIfItCannotPersist();
        return new MaxMemoryPlan(current, bytes, settings);
    }

    /// <summary>Does what a plan says, and reads back. Redis commands: CONFIG SET, CONFIG GET, CONFIG REWRITE, INFO.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<RedisMaxMemory> ApplyAsync(RedisConnection connection, MaxMemoryPlan plan, CancellationToken stop)
    {
        ConfigChange change = (await new ConfigStore(connection.Client, connection.Name).ApplyAsync(plan.Settings, stop).ConfigureAwait(false))[0];

        // Eviction starts at once and goes on beside what follows: what is in use now is what was measured now.
        RedisMaxMemory after = change.Changed ? await ReadAsync(connection, stop).ConfigureAwait(false) : plan.Current;
        return after with
        {
            PreviousBytes = long.TryParse(change.Previous, NumberStyles.None, CultureInfo.InvariantCulture, out long previous) ? previous : plan.Current.MaxMemoryBytes,
            MaxMemoryBytes = long.TryParse(change.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : after.MaxMemoryBytes,
            Changed = change.Changed,
            Persisted = change.Persisted,
            Note = change.Note,
        };
    }
}
