using RedisPS.Client;

namespace RedisPS.Core.Commands;

/// <summary>Knows which replies a RESP3 server types and a RESP2 server does not, so that both come out as the same objects.</summary>
internal static class ReplyShapes
{
    private static readonly Dictionary<string, ReplyShape> s_shapes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HGETALL"] = ReplyShape.Map,
        ["CONFIG|GET"] = ReplyShape.Map,
        ["MEMORY|STATS"] = ReplyShape.Map,
        ["ACL|GETUSER"] = ReplyShape.Map,
        ["CLIENT|TRACKINGINFO"] = ReplyShape.Map,
        ["COMMAND|DOCS"] = ReplyShape.MapOfMaps,
        ["FUNCTION|STATS"] = ReplyShape.Map,
        ["FUNCTION|LIST"] = ReplyShape.ListOfMaps,
        ["LATENCY|HISTOGRAM"] = ReplyShape.MapOfMaps,
        ["PUBSUB|NUMSUB"] = ReplyShape.Map,
        ["PUBSUB|SHARDNUMSUB"] = ReplyShape.Map,
        ["XINFO|STREAM"] = ReplyShape.Map,
        ["XINFO|GROUPS"] = ReplyShape.ListOfMaps,
        ["XINFO|CONSUMERS"] = ReplyShape.ListOfMaps,
        ["MODULE|LIST"] = ReplyShape.ListOfMaps,
        ["CLUSTER|LINKS"] = ReplyShape.ListOfMaps,
        ["ZSCORE"] = ReplyShape.Double,
        ["ZINCRBY"] = ReplyShape.Double,
        ["ZMSCORE"] = ReplyShape.DoubleList,
        ["ZPOPMIN"] = ReplyShape.ScoredList,
        ["ZPOPMAX"] = ReplyShape.ScoredList,
    };

    private static readonly HashSet<string> s_withScores = new(StringComparer.OrdinalIgnoreCase)
    {
        "ZRANGE", "ZREVRANGE", "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "ZRANDMEMBER", "ZUNION", "ZINTER", "ZDIFF",
    };

    /// <summary>The shape of a command's reply.</summary>
    public static ReplyShape Of(RedisCommand command)
    {
        if (s_shapes.TryGetValue(command.Name, out ReplyShape shape))
        {
            return shape;
        }

        if (command.Arguments.Count > 0 && s_shapes.TryGetValue($"{command.Name}|{command.Arguments[0]}", out shape))
        {
            return shape;
        }

        if (s_withScores.Contains(command.Name) && HasWord(command, "WITHSCORES"))
        {
            return ReplyShape.ScoredList;
        }

        return command.Name.Equals("HRANDFIELD", StringComparison.OrdinalIgnoreCase) && HasWord(command, "WITHVALUES") ? ReplyShape.PairList : ReplyShape.Plain;
    }

    private static bool HasWord(RedisCommand command, string word) =>
        command.Arguments.Any(argument => argument.Bytes.Length == word.Length && argument.ToString().Equals(word, StringComparison.OrdinalIgnoreCase));
}
