using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Server;

namespace RedisPS.Core.Databases;

/// <summary>Finds a server's databases with as few rights as there are.</summary>
public static class DatabaseList
{
    /// <summary>The databases of a server. Redis commands: INFO keyspace, or DBSIZE for users without INFO; CONFIG GET databases for the empty ones.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="includeEmpty">Also those without keys, as far as the server says how many it has.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<RedisDatabase>> ReadAsync(RedisConnection connection, bool includeEmpty, CancellationToken stop)
    {
        SortedDictionary<int, RedisDatabase> found = await FromInfoAsync(connection, stop).ConfigureAwait(false)
            ?? await FromSizeAsync(connection, stop).ConfigureAwait(false);
        if (includeEmpty)
        {
            int count = await CountAsync(connection.Client, stop).ConfigureAwait(false) ?? 0;
            for (int index = 0; index < count; index++)
            {
                found.TryAdd(index, Empty(connection, index));
            }

            found.TryAdd(connection.Database, Empty(connection, connection.Database));
        }

        return found.Values.ToArray();
    }

    /// <summary>One database, with keys or without.</summary>
    public static RedisDatabase Empty(RedisConnection connection, int index) => new()
    {
        Index = index,
        ExpiringCount = 0,
        IsCurrent = index == connection.Database,
        Server = connection.Server,
        ConnectionName = connection.Name,
    };

    /// <summary>How many databases the server has; null when it does not say.</summary>
    public static async Task<int?> CountAsync(RedisClient client, CancellationToken stop)
    {
        // A cluster says 16 and has one.
        if (string.Equals(client.Capabilities.Mode, "cluster", StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        RespValue reply = await client.SendAsync(new RedisCommand("CONFIG", "GET", "databases"), stop).ConfigureAwait(false);
        return reply.Type == RespType.Error
            ? null
            : reply.AsPairs().Select(pair => int.TryParse(pair.Value.AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : (int?)null).FirstOrDefault();
    }

    /// <summary>The databases that an INFO text tells of.</summary>
    public static SortedDictionary<int, RedisDatabase> FromInfo(ServerInfo info, RedisConnection connection)
    {
        SortedDictionary<int, RedisDatabase> found = [];
        foreach (RedisInfoItem item in info.Items)
        {
            if (!item.Name.StartsWith("db", StringComparison.Ordinal)
                || !int.TryParse(item.Name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                || info.GetPairs(item.Name) is not { } pairs)
            {
                continue;
            }

            long milliseconds = Number(pairs, "avg_ttl") ?? 0;
            found[index] = new RedisDatabase
            {
                Index = index,
                KeyCount = Number(pairs, "keys") ?? 0,
                ExpiringCount = Number(pairs, "expires"),
                AverageTtl = milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : null,
                IsCurrent = index == connection.Database,
                Server = connection.Server,
                ConnectionName = connection.Name,
            };
        }

        return found;
    }

    private static async Task<SortedDictionary<int, RedisDatabase>?> FromInfoAsync(RedisConnection connection, CancellationToken stop)
    {
        RespValue reply = await connection.Client.SendAsync(new RedisCommand("INFO", "keyspace"), stop).ConfigureAwait(false);
        return reply.Type == RespType.Error ? null : FromInfo(ServerInfo.Parse(reply.AsText() ?? ""), connection);
    }

    private static async Task<SortedDictionary<int, RedisDatabase>> FromSizeAsync(RedisConnection connection, CancellationToken stop)
    {
        int index = connection.Database;
        RespValue size = await connection.ClientFor(index).ExecuteAsync(new RedisCommand("DBSIZE"), stop).ConfigureAwait(false);
        RedisDatabase database = new()
        {
            Index = index,
            KeyCount = size.AsInteger(),
            IsCurrent = true,
            Server = connection.Server,
            ConnectionName = connection.Name,
        };
        return database.KeyCount > 0 ? new SortedDictionary<int, RedisDatabase> { [index] = database } : [];
    }

    private static long? Number(IReadOnlyDictionary<string, string> pairs, string name) =>
        pairs.TryGetValue(name, out string? text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
}
