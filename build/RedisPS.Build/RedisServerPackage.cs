namespace RedisPS.Build;

/// <summary>Sees to it that there is a server to test against.</summary>
internal static class RedisServerPackage
{
    /// <summary>
    /// True when a server is at hand; installs redis-server from the distribution's packages where it is missing
    /// and this user may, and otherwise says in one line what to install.
    /// </summary>
    public static bool Ensure(Repository repository)
    {
        if (IsThere())
        {
            return true;
        }

        if (Environment.UserName == "root" && Tool.Exists("apt-get"))
        {
            Console.WriteLine("Installing redis-server from the distribution's packages.");
            Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");

            // RUNLEVEL=1: invoke-rc.d then starts no service on the default port after unpacking.
            Environment.SetEnvironmentVariable("RUNLEVEL", "1");
            if (Tool.Run(repository, "apt-get", ["update", "-qq"]) == 0
                && Tool.Run(repository, "apt-get", ["install", "-y", "-qq", "--no-install-recommends", "redis-server"]) == 0
                && IsThere())
            {
                return true;
            }
        }

        Console.WriteLine("The tests need a Redis server: install redis-server or valkey-server (Debian, Ubuntu: apt-get install redis-server), or name one in REDISPS_SERVER.");
        return false;
    }

    private static bool IsThere() =>
        Environment.GetEnvironmentVariable("REDISPS_SERVER") is { Length: > 0 } || Tool.Exists("redis-server") || Tool.Exists("valkey-server");
}
