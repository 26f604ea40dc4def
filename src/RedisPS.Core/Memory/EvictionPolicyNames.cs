using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Memory;

/// <summary>Which eviction policies a server knows, and what they do.</summary>
public static class EvictionPolicyNames
{
    private static readonly string[] s_known =
        ["noeviction", "allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"];

    /// <summary>The policies that every Redis since 4.0 and every Valkey has.</summary>
    public static IReadOnlyList<string> Known => s_known;

    /// <summary>
    /// The policies of a server, from its own mouth: it lists them when it refuses one that cannot exist. A user who may not set anything
    /// gets those that every server has, and <c>*-lrm</c> from Redis 8.6 on.
    /// </summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(RedisConnection connection, CancellationToken stop)
    {
        IReadOnlyList<(string Value, string About)> words = await ConfigChoices.WordsAsync(connection.Client, "maxmemory-policy", stop).ConfigureAwait(false);
        bool modified = connection.Client.Capabilities is { Product: ServerProduct.Redis } known && known.Version >= new Version(8, 6);
        return Order(words.Select(word => word.Value).Concat(modified ? ["allkeys-lrm", "volatile-lrm"] : []).Distinct(StringComparer.Ordinal));
    }

    /// <summary>What a policy does.</summary>
    /// <param name="name">Its name.</param>
    public static string Describe(string name)
    {
        if (name == "noeviction")
        {
            return "Evict nothing; writes fail with OOM at the limit.";
        }

        string how = name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..] switch
        {
            "lru" => "that were not used for longest",
            "lfu" => "that are used least often",
            "lrm" => "that were not changed for longest",
            "random" => "at random",
            "ttl" => "that expire soonest",
            _ => "in a way that this version of RedisPS does not know",
        };
        return name.StartsWith("volatile-", StringComparison.Ordinal)
            ? $"Evict keys {how}, only among those with an expiry; writes fail with OOM when there are none."
            : $"Evict keys {how}, among all keys.";
    }

    /// <summary>The first version of Redis that has a policy; empty when not known.</summary>
    /// <param name="name">Its name.</param>
    public static string Since(string name) => name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..] switch
    {
        "lfu" => "4.0",
        "lrm" => "8.6",
        "noeviction" or "lru" or "random" or "ttl" => "2.0",
        _ => "",
    };

    private static string[] Order(IEnumerable<string> names) =>
        [.. names.OrderBy(name => name switch { "noeviction" => 0, _ when name.StartsWith("allkeys", StringComparison.Ordinal) => 1, _ => 2 }).ThenBy(name => name, StringComparer.Ordinal)];
}
