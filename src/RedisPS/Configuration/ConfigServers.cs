using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Configuration;

/// <summary>What the cmdlets of this area share: what a refused CONFIG means.</summary>
internal static class ConfigServers
{
    /// <summary>Does something on every connection. A server that fails gets an error of its own; the others go on.</summary>
    public static void ForEach(RedisCmdlet cmdlet, RedisConnection[]? connections, Action<RedisConnection> body) => ConnectionRegistry.ForEach(cmdlet, connections, body, (e, connection) =>
    {
        if (e is RedisServerException refused)
        {
            cmdlet.WriteError(RedisErrors.ConfigRefused(refused, connection));
        }
        else
        {
            cmdlet.WriteRedisError(e, connection);
        }
    });
}
