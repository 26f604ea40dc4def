using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Server;

/// <summary>Puts together what a connection knows about its server and user.</summary>
public static class CapabilityReader
{
    private static readonly (string Name, string Command, string Requires)[] s_features =
    [
        ("Acl", "ACL", "Redis 6.0"),
        ("AppendOnlyFile", "BGREWRITEAOF", "any Redis; not Garnet"),
        ("CommandLog", "COMMANDLOG", "Valkey 8.1"),
        ("Configuration", "CONFIG", "any; often withheld by managed services"),
        ("Copy", "COPY", "Redis 6.2"),
        ("Dump", "DUMP", "Redis 2.6"),
        ("ExpireTime", "EXPIRETIME", "Redis 7.0"),
        ("Functions", "FUNCTION", "Redis 7.0"),
        ("HashFieldTtl", "HPEXPIRE", "Redis 7.4 or Valkey 9.0"),
        ("Info", "INFO", "any"),
        ("Latency", "LATENCY", "Redis 2.8.13"),
        ("MemoryUsage", "MEMORY", "Redis 4.0"),
        ("Monitor", "MONITOR", "any Redis; not Garnet"),
        ("Scan", "SCAN", "Redis 2.8"),
        ("Scripting", "EVAL", "Redis 2.6"),
        ("SlowLog", "SLOWLOG", "Redis 2.2.12"),
        ("Snapshot", "BGSAVE", "any; often withheld by managed services"),
        ("Streams", "XADD", "Redis 5.0"),
        ("SwapDatabase", "SWAPDB", "Redis 4.0"),
        ("Unlink", "UNLINK", "Redis 4.0"),
    ];

    /// <summary>The names of the features.</summary>
    public static IEnumerable<string> FeatureNames => s_features.Select(feature => feature.Name);

    /// <summary>Reads capabilities. Redis command: ACL GETUSER, where the user may; the rest is known from connecting.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<RedisCapability> ReadAsync(RedisConnection connection, CancellationToken stop)
    {
        ServerCapabilities known = connection.Client.Capabilities;
        List<string> restrictions = [.. known.Restrictions];
        (string? commandRules, string? keyRules) = await RulesAsync(connection, restrictions, stop).ConfigureAwait(false);
        return new RedisCapability
        {
            Server = connection.Server,
            ConnectionName = connection.Name,
            Product = known.Product,
            Version = known.Version,
            RedisVersion = known.RedisVersion,
            Mode = known.Mode,
            Role = known.Role switch { "master" => "primary", "slave" => "replica", _ => known.Role },
            Protocol = known.Protocol,
            IsManaged = known.IsManaged,
            AclUser = known.AclUser ?? connection.User,
            CommandRules = commandRules,
            KeyRules = keyRules,
            ConfigFile = known.ConfigFile,
            Commands = known.Commands.Where(name => !name.Contains('|', StringComparison.Ordinal)).Select(name => name.ToUpperInvariant()).Order(StringComparer.Ordinal).ToArray(),
            Features = s_features.Select(feature => new RedisFeature(
                feature.Name, known.Supports(feature.Command), known.May(feature.Command), feature.Command, feature.Requires, connection.Server, connection.Name)).ToArray(),
            Restrictions = restrictions,
        };
    }

    private static async Task<(string? Commands, string? Keys)> RulesAsync(RedisConnection connection, List<string> restrictions, CancellationToken stop)
    {
        ServerCapabilities known = connection.Client.Capabilities;
        if (!known.Supports("ACL"))
        {
            return (null, null);
        }

        RespValue reply = await connection.Client.SendAsync(new RedisCommand("ACL", "GETUSER", known.AclUser ?? connection.User), stop).ConfigureAwait(false);
        if (reply.IsError || reply.IsNull)
        {
            restrictions.Add($"ACL GETUSER: {(reply.IsError ? reply.AsText() : "the user does not exist any more")}");
            return (null, null);
        }

        string? commands = null;
        string? keys = null;
        foreach ((RespValue name, RespValue value) in reply.AsPairs())
        {
            string text = value.Items.Count > 0 ? string.Join(' ', value.Items.Select(item => item.AsText())) : value.AsText() ?? "";
            commands = name.AsText() == "commands" ? text : commands;

            // Redis 6 gives a list of bare patterns, later servers one text with ~ before each.
            keys = name.AsText() == "keys" ? text : keys;
        }

        return (commands, keys);
    }
}
