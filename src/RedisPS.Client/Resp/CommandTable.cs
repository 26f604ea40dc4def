namespace RedisPS.Client;

/// <summary>What is known about commands without asking a server.</summary>
internal static class CommandTable
{
    private static readonly HashSet<string> s_readOnly = Words("""
        PING ECHO TIME DBSIZE INFO ROLE LASTSAVE LOLWUT KEYS SCAN RANDOMKEY EXISTS TYPE TTL PTTL EXPIRETIME PEXPIRETIME DUMP TOUCH WAIT WAITAOF
        GET GETRANGE SUBSTR STRLEN MGET GETBIT BITCOUNT BITPOS BITFIELD_RO LCS DIGEST
        HGET HMGET HGETALL HKEYS HVALS HLEN HEXISTS HSTRLEN HSCAN HRANDFIELD HTTL HPTTL HEXPIRETIME HPEXPIRETIME
        LLEN LRANGE LINDEX LPOS SCARD SMEMBERS SISMEMBER SMISMEMBER SRANDMEMBER SSCAN SINTER SINTERCARD SUNION SDIFF
        ZCARD ZCOUNT ZLEXCOUNT ZRANGE ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE ZRANGEBYLEX ZREVRANGEBYLEX ZRANK ZREVRANK ZSCORE ZMSCORE ZSCAN
        ZRANDMEMBER ZINTER ZINTERCARD ZUNION ZDIFF XLEN XRANGE XREVRANGE XREAD XPENDING
        PFCOUNT GEOPOS GEODIST GEOHASH GEOSEARCH GEORADIUS_RO GEORADIUSBYMEMBER_RO SORT_RO EVAL_RO EVALSHA_RO FCALL_RO
        VCARD VDIM VEMB VGETATTR VINFO VISMEMBER VLINKS VRANDMEMBER VSIM ARCOUNT ARGET ARLEN
        JSON.GET JSON.MGET JSON.TYPE JSON.STRLEN JSON.ARRLEN JSON.OBJLEN JSON.OBJKEYS TS.INFO TS.GET TS.RANGE TS.REVRANGE BF.INFO BF.EXISTS FT.INFO FT.SEARCH FT._LIST
        ACL|CAT ACL|DRYRUN ACL|GENPASS ACL|GETUSER ACL|HELP ACL|LIST ACL|LOG ACL|USERS ACL|WHOAMI
        CLIENT|GETNAME CLIENT|GETREDIR CLIENT|HELP CLIENT|ID CLIENT|INFO CLIENT|LIST CLIENT|TRACKINGINFO
        CLUSTER|COUNTKEYSINSLOT CLUSTER|GETKEYSINSLOT CLUSTER|HELP CLUSTER|INFO CLUSTER|KEYSLOT CLUSTER|LINKS CLUSTER|MYID
        CLUSTER|MYSHARDID CLUSTER|NODES CLUSTER|REPLICAS CLUSTER|SHARDS CLUSTER|SLAVES CLUSTER|SLOTS CLUSTER|SLOT-STATS CLUSTER|COUNT-FAILURE-REPORTS
        COMMAND COMMAND|COUNT COMMAND|DOCS COMMAND|GETKEYS COMMAND|GETKEYSANDFLAGS COMMAND|HELP COMMAND|INFO COMMAND|LIST
        COMMANDLOG|GET COMMANDLOG|LEN COMMANDLOG|HELP CONFIG|GET CONFIG|HELP FUNCTION|DUMP FUNCTION|HELP FUNCTION|LIST FUNCTION|STATS
        HOTKEYS|GET LATENCY|DOCTOR LATENCY|GRAPH LATENCY|HELP LATENCY|HISTOGRAM LATENCY|HISTORY LATENCY|LATEST
        MEMORY|DOCTOR MEMORY|HELP MEMORY|MALLOC-STATS MEMORY|STATS MEMORY|USAGE MODULE|HELP MODULE|LIST
        OBJECT|ENCODING OBJECT|FREQ OBJECT|HELP OBJECT|IDLETIME OBJECT|REFCOUNT
        PUBSUB|CHANNELS PUBSUB|HELP PUBSUB|NUMPAT PUBSUB|NUMSUB PUBSUB|SHARDCHANNELS PUBSUB|SHARDNUMSUB
        SCRIPT|EXISTS SCRIPT|HELP SCRIPT|SHOW SLOWLOG|GET SLOWLOG|HELP SLOWLOG|LEN XINFO|CONSUMERS XINFO|GROUPS XINFO|HELP XINFO|STREAM
        SENTINEL|MASTERS SENTINEL|MASTER SENTINEL|REPLICAS SENTINEL|SLAVES SENTINEL|SENTINELS SENTINEL|GET-MASTER-ADDR-BY-NAME SENTINEL|CKQUORUM
        SENTINEL|MYID SENTINEL|INFO-CACHE SENTINEL|IS-MASTER-DOWN-BY-ADDR
        """);

    private static readonly HashSet<string> s_containers = s_readOnly.Where(word => word.Contains('|', StringComparison.Ordinal))
        .Select(word => word[..word.IndexOf('|', StringComparison.Ordinal)]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> s_blocking = Words("BLPOP BRPOP BRPOPLPUSH BLMOVE BLMPOP BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF");

    // What changes the meaning of the whole connection has no place on one that everybody shares.
    private static readonly Dictionary<string, string> s_notShared = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["SUBSCRIBE"] = "it turns the connection into a subscription",
        ["PSUBSCRIBE"] = "it turns the connection into a subscription",
        ["SSUBSCRIBE"] = "it turns the connection into a subscription",
        ["MONITOR"] = "it turns the connection into a stream of commands",
        ["SYNC"] = "it turns the connection into a replication stream",
        ["PSYNC"] = "it turns the connection into a replication stream",
        ["SELECT"] = "it would move everybody to another database; ask for a client of that database instead",
        ["AUTH"] = "it would change the user of everybody; connect as that user instead",
        ["HELLO"] = "it would change the protocol of everybody; set it in the options instead",
        ["RESET"] = "it would take away everybody's user and database",
        ["QUIT"] = "it would close the connection of everybody; close the client instead",
        ["CLIENT|REPLY"] = "replies would no longer match their commands",
        ["CLIENT|TRACKING"] = "it would send invalidations to everybody",
    };

    private static readonly HashSet<string> s_transaction = Words("MULTI EXEC DISCARD WATCH UNWATCH");

    /// <summary>Whether a command is known to change nothing.</summary>
    public static bool IsReadOnly(string name, string? subcommand) =>
        s_readOnly.Contains(name) || (subcommand is not null && s_readOnly.Contains($"{name}|{subcommand}"));

    /// <summary>Whether a container such as CONFIG or MEMORY has subcommands that only read.</summary>
    public static bool HasReadingSubcommand(string name) => s_containers.Contains(name);

    /// <summary>Whether a command may hold its connection up on purpose.</summary>
    public static bool IsBlocking(RedisCommand command)
    {
        if (s_blocking.Contains(command.Name)) { return true; }
        if (!command.Name.Equals("XREAD", StringComparison.OrdinalIgnoreCase) && !command.Name.Equals("XREADGROUP", StringComparison.OrdinalIgnoreCase)) { return false; }
        for (int i = 0; i < command.Arguments.Count; i++)
        {
            string word = command.ArgumentText(i);
            if (word.Equals("STREAMS", StringComparison.OrdinalIgnoreCase)) { return false; }
            if (word.Equals("BLOCK", StringComparison.OrdinalIgnoreCase)) { return true; }
        }

        return false;
    }

    /// <summary>Why a command cannot go over a shared connection; null when it can.</summary>
    public static string? WhyNotShared(RedisCommand command, bool inPipeline)
    {
        if (!inPipeline && s_transaction.Contains(command.Name)) { return "other callers' commands would fall into the transaction; send all of it as one pipeline"; }
        return s_notShared.TryGetValue(command.Name, out string? reason)
            || (command.Arguments.Count > 0 && s_notShared.TryGetValue($"{command.Name}|{command.ArgumentText(0)}", out reason)) ? reason : null;
    }

    private static HashSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
