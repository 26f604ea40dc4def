using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Configuration;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;

namespace RedisPS.Memory;

/// <summary>What the cmdlets of this area share: what a refused CONFIG means, and what becomes of a setting that could not be written to the file.</summary>
internal static class MemoryServers
{
    private const string NoDefrag = "Active defragmentation cannot be enabled";

    /// <summary>Does something on every connection. A server that fails gets an error of its own; the others go on.</summary>
    public static void ForEach(RedisCmdlet cmdlet, RedisConnection[]? connections, Action<RedisConnection> body) => ConfigServers.ForEach(cmdlet, connections, connection =>
    {
        try
        {
            body(connection);
        }
        catch (ConfigException e) when (e.Failure == ConfigFailure.NotApplied && e.Message.Contains("has no setting", StringComparison.Ordinal))
        {
            cmdlet.WriteError(RedisErrors.Record(e, "SettingUnavailable", ErrorCategory.NotImplemented, connection, e.Remedy));
        }
        catch (RedisServerException e) when (e.Message.Contains(NoDefrag, StringComparison.Ordinal))
        {
            cmdlet.WriteError(RedisErrors.Record(e, "DefragUnavailable", ErrorCategory.NotImplemented, connection, "This build cannot defragment itself: Optimize-RedisMemory -Purge, or start the server again."));
        }
        catch (RedisServerException e) when (e.Command?.StartsWith("CONFIG", StringComparison.Ordinal) != true)
        {
            cmdlet.WriteRedisError(e, connection);
        }
    });

    /// <summary>Writes an error when -Persist did not last.</summary>
    public static void TellWhatIsLost(RedisCmdlet cmdlet, RedisConnection connection, string setting, bool? persisted, string note)
    {
        if (persisted == false)
        {
            cmdlet.WriteError(RedisErrors.ConfigNotPersisted(connection.ToString(), [setting], note, connection));
        }
    }
}
