using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>What to know about a server that holds only a part of a cluster's keys.</summary>
internal static class ClusterNode
{
    /// <summary>Whether the server is a node of a cluster.</summary>
    public static bool IsClusterNode(this RedisClient client) => string.Equals(client.Capabilities.Mode, "cluster", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is said when its keys were walked.</summary>
    public static string Note(RedisClient client) =>
        $"{client.Endpoint} is a node of a cluster: only the keys of its own slots were looked at. Each other node has its own keys: connect to it, too.";
}
