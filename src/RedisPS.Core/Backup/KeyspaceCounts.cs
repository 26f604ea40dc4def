using System.Globalization;
using RedisPS.Core.Server;

namespace RedisPS.Core.Backup;

/// <summary>How many keys each database of a server has, as INFO tells it.</summary>
internal static class KeyspaceCounts
{
    /// <summary>Keys, and keys that expire, by database; databases without keys are not there.</summary>
    public static Dictionary<int, (long Keys, long Expiring)> Read(ServerInfo info)
    {
        Dictionary<int, (long Keys, long Expiring)> found = [];
        foreach (RedisInfoItem item in info.Items)
        {
            if (item.Name.StartsWith("db", StringComparison.Ordinal)
                && int.TryParse(item.Name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int database)
                && info.GetPairs(item.Name) is { } pairs)
            {
                found[database] = (Number(pairs, "keys"), Number(pairs, "expires"));
            }
        }

        return found;
    }

    private static long Number(IReadOnlyDictionary<string, string> pairs, string name) =>
        pairs.TryGetValue(name, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
