using System.Text.RegularExpressions;
using RedisPS.Client;

namespace RedisPS.Core.Service;

/// <summary>Tells servers from what only has their name in its own: exporters, user interfaces, proxies.</summary>
internal static partial class ServiceNames
{
    /// <summary>Whether a service of this name is a server or a Sentinel.</summary>
    public static bool IsServer(string name) => Name().IsMatch(name) && !Others().IsMatch(name);

    /// <summary>Whether an image is a server's.</summary>
    public static bool IsServerImage(string image) => IsServer(Last(image)) || Stack().IsMatch(Last(image));

    /// <summary>The product of a service or an image by its name.</summary>
    public static ServerProduct ProductOf(string name)
    {
        Match match = Product().Match(Last(name));
        return !match.Success ? ServerProduct.Unknown : match.Value.ToLowerInvariant() switch
        {
            "redis" => ServerProduct.Redis,
            "valkey" => ServerProduct.Valkey,
            "keydb" => ServerProduct.KeyDB,
            "garnet" => ServerProduct.Garnet,
            "memurai" => ServerProduct.Memurai,
            _ => ServerProduct.Dragonfly,
        };
    }

    /// <summary>Server or Sentinel.</summary>
    public static string RoleOf(string name) => name.Contains("sentinel", StringComparison.OrdinalIgnoreCase) ? "Sentinel" : "Server";

    // An image is registry/name:tag@digest.
    private static string Last(string image) => image.Split('@')[0].Split('/')[^1].Split(':')[0];

    [GeneratedRegex(@"^(homebrew\.mxcl\.|io\.|com\.\w+\.)?(redis|valkey|keydb|garnet|memurai|dragonfly)([-_@.]?[\w.-]*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    [GeneratedRegex(@"exporter|insight|commander|proxy|twemproxy|ui$|tools|cli|browser|operator|benchmark", RegexOptions.IgnoreCase)]
    private static partial Regex Others();

    [GeneratedRegex(@"^(redis-stack|redis-stack-server|valkey-bundle)$", RegexOptions.IgnoreCase)]
    private static partial Regex Stack();

    [GeneratedRegex("redis|valkey|keydb|garnet|memurai|dragonfly", RegexOptions.IgnoreCase)]
    private static partial Regex Product();
}
