namespace RedisPS.Build;

/// <summary>Sees to it that there is a server to test against.</summary>
internal static class RedisServerPackage
{
    // Debian asks this script before a package starts a service; 101 forbids it.
    private const string ServicePolicy = "/usr/sbin/policy-rc.d";

    private static readonly Dictionary<string, string> s_unattended = new() { ["DEBIAN_FRONTEND"] = "noninteractive" };

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
            Install(repository);
            if (IsThere())
            {
                return true;
            }
        }

        Console.WriteLine("The tests need a Redis server: install redis-server or valkey-server (Debian, Ubuntu: apt-get install redis-server), or name one in REDISPS_SERVER.");
        return false;
    }

    /// <summary>Installs the program, and starts no service on the default port.</summary>
    private static void Install(Repository repository)
    {
        bool forbid = !File.Exists(ServicePolicy);
        if (forbid && !OperatingSystem.IsWindows())
        {
            File.WriteAllText(ServicePolicy, "#!/bin/sh\nexit 101\n");
            File.SetUnixFileMode(ServicePolicy, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        try
        {
            // One package source that is out of reach must not keep the others from serving redis-server.
            _ = Tool.Run(repository, "apt-get", ["update", "-qq"], s_unattended);
            _ = Tool.Run(repository, "apt-get", ["install", "-y", "-qq", "--no-install-recommends", "redis-server"], s_unattended);
        }
        finally
        {
            if (forbid && !OperatingSystem.IsWindows())
            {
                File.Delete(ServicePolicy);
            }
        }
    }

    private static bool IsThere() =>
        Environment.GetEnvironmentVariable("REDISPS_SERVER") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("REDISPS_TEST_IMAGE") is { Length: > 0 }
        || Tool.Exists("redis-server")
        || Tool.Exists("valkey-server");
}
