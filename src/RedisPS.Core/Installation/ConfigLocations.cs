using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Installation;

/// <summary>Where packages put the configuration files of servers.</summary>
internal static class ConfigLocations
{
    /// <summary>The first configuration file of a product that is there; null when none is.</summary>
    public static string? Of(HostSystem host, ServerProduct product) => All(host, product).FirstOrDefault(path => File.Exists(host.At(path)));

    /// <summary>The file that RedisPS itself writes for Garnet, which comes without one.</summary>
    public static string Garnet(HostSystem host) => Path.Combine(host.Home, ".redisps", "garnet", "garnet.conf");

    /// <summary>Where the file of a product will be, before anything is installed.</summary>
    public static string? Expected(HostSystem host, ServerProduct product, InstallProvider provider) => provider switch
    {
        InstallProvider.DotnetTool => Garnet(host),
        InstallProvider.Zypper => product == ServerProduct.Valkey ? "/etc/valkey/default.conf" : "/etc/redis/default.conf",
        InstallProvider.Apk or InstallProvider.Yum when product == ServerProduct.Redis => "/etc/redis.conf",
        _ => All(host, product).FirstOrDefault(),
    };

    private static string[] All(HostSystem host, ServerProduct product) => product switch
    {
        ServerProduct.Redis => ["/etc/redis/redis.conf", "/etc/redis.conf", "/etc/redis/default.conf", "/opt/homebrew/etc/redis.conf", "/usr/local/etc/redis.conf", "/usr/local/etc/redis/redis.conf"],
        ServerProduct.Valkey => ["/etc/valkey/valkey.conf", "/etc/valkey.conf", "/etc/valkey/default.conf", "/opt/homebrew/etc/valkey.conf", "/usr/local/etc/valkey.conf"],
        ServerProduct.KeyDB => ["/etc/keydb/keydb.conf", "/etc/keydb.conf"],
        ServerProduct.Memurai => [@"C:\Program Files\Memurai\memurai.conf"],
        ServerProduct.Garnet => [Garnet(host)],
        _ => [],
    };
}
