using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Configuration;

/// <summary>What the cmdlets of this area share: what a refused CONFIG means.</summary>
internal static class ConfigServers
{
    /// <summary>Does something on every connection. A server that fails gets an error of its own; the others go on.</summary>
    public static void ForEach(RedisCmdlet cmdlet, RedisConnection[]? connections, Action<RedisConnection> body)
    {
        foreach (RedisConnection connection in ConnectionRegistry.Resolve(cmdlet, connections))
        {
            try
            {
                body(connection);
            }
            catch (RedisServerException e)
            {
                cmdlet.WriteError(RedisErrors.ConfigRefused(e, connection));
            }
            catch (RedisException e)
            {
                cmdlet.WriteRedisError(e, connection);
            }
        }
    }
}
