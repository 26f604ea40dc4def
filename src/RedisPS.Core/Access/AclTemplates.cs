using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>Makes the rules of a template for a server: what it does not know is left out, because it refuses a whole line for one unknown word.</summary>
public static class AclTemplates
{
    // What client libraries ask when they connect; client|setinfo came with 7.2, a 7.0 that finds it in its file does not start.
    private const string ClientRules = "+ping +hello +auth +select +info +command +client|setname +client|setinfo +client|getname +client|id +client|info +client|tracking +client|no-evict +client|no-touch +cluster|slots +cluster|shards +cluster|nodes +cluster|myid +cluster|keyslot +cluster|info";

    private const string MonitorRules = "-@all +ping +hello +auth +select +echo +time +info +role +lastsave +dbsize +command +acl|whoami +slowlog|get +slowlog|len +commandlog|get +commandlog|len "
        + "+latency|latest +latency|history +latency|histogram +latency|doctor +latency|graph +memory|stats +memory|doctor +memory|malloc-stats +client|list +client|info +client|id +client|getname +client|setname +client|setinfo "
        + "+cluster|info +cluster|nodes +cluster|shards +cluster|slots +cluster|myid +cluster|links +module|list +pubsub|channels +pubsub|numsub +pubsub|numpat +function|stats +acl|log";

    private const string BackupRules = "-@all +ping +hello +auth +select +info +role +lastsave +dbsize +command +client|setname +client|setinfo +client|getname +client|id "
        + "+psync +sync +replconf +save +bgsave +bgrewriteaof +scan +type +dump +ttl +pttl +expiretime +pexpiretime +memory|usage +config|get +acl|list +acl|whoami +function|dump +function|list +cluster|info +cluster|nodes +cluster|shards +module|list +backup";

    private const string OperatorRules = "+@all -acl|setuser -acl|deluser -acl|load -debug -module|load -module|loadex -module|unload -flushall -flushdb -swapdb -keys -shutdown -replicaof -slaveof -failover -migrate -monitor "
        + "-cluster|reset -cluster|forget -cluster|meet -cluster|failover -cluster|addslots -cluster|delslots -cluster|addslotsrange -cluster|delslotsrange -cluster|setslot -cluster|replicate -cluster|flushslots -pfdebug -pfselftest";

    /// <summary>The command rules of a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="commands">The server's commands.</param>
    public static IReadOnlyList<string> CommandRules(AclTemplate template, AclCommands commands) => [.. commands.Known((template switch
    {
        AclTemplate.Application => $"-@all +@read +@write +@keyspace +@connection +@transaction +@pubsub +@scripting +@geo +@stream -@dangerous -@admin {ClientRules}",
        AclTemplate.ReadOnly => $"-@all +@read +@connection -@write -@dangerous -@admin {ClientRules}",
        AclTemplate.Monitor => MonitorRules,
        AclTemplate.Backup => BackupRules,
        _ => OperatorRules,
    }).Split(' '))];

    /// <summary>The keys of a template, as rules.</summary>
    /// <param name="template">The template.</param>
    /// <param name="patterns">Patterns to use instead of all keys; null for what the template needs.</param>
    /// <param name="client">The server: the right to only read came with 7.0.</param>
    public static IReadOnlyList<string> KeyRules(AclTemplate template, IReadOnlyList<string>? patterns, RedisClient client)
    {
        if (template == AclTemplate.Monitor && patterns is null)
        {
            return ["resetkeys"];
        }

        bool reads = template is AclTemplate.ReadOnly or AclTemplate.Backup or AclTemplate.Monitor;
        bool knows = client.Capabilities is { Product: ServerProduct.Redis or ServerProduct.Valkey or ServerProduct.Memurai, RedisVersion.Major: >= 7 };
        return ["resetkeys", .. (patterns ?? ["*"]).Select(pattern => KeyRule(pattern, reads && knows))];
    }

    /// <summary>The channels of a template, as rules.</summary>
    /// <param name="template">The template.</param>
    public static IReadOnlyList<string> ChannelRules(AclTemplate template) =>
        template is AclTemplate.Application or AclTemplate.Operator ? ["resetchannels", "&*"] : ["resetchannels"];

    /// <summary>A pattern of keys as a rule; one that is a rule already stays.</summary>
    internal static string KeyRule(string pattern, bool readOnly) =>
        pattern is ['~' or '%', ..] ? pattern : (readOnly ? "%R~" : "~") + pattern;

    /// <summary>A pattern of channels as a rule; one that is a rule already stays.</summary>
    internal static string ChannelRule(string pattern) => pattern is ['&', ..] ? pattern : "&" + pattern;
}
