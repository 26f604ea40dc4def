namespace RedisPS.TestServers.Servers;

/// <summary>Finds the server that the suites run against.</summary>
public static class ServerBinary
{
    /// <summary>REDISPS_SERVER, else redis-server, else valkey-server on PATH; null where none is installed.</summary>
    public static string? Find() =>
        Environment.GetEnvironmentVariable("REDISPS_SERVER") is { Length: > 0 } chosen
            ? chosen
            : OnPath("redis-server") ?? OnPath("valkey-server");

    /// <summary>Like <see cref="Find"/>, but says what to install where there is none.</summary>
    public static string Require() => Find() ?? throw new InvalidOperationException(
        "No redis-server or valkey-server on PATH. Install one (Debian, Ubuntu: apt-get install redis-server) or name it in REDISPS_SERVER.");

    /// <summary>The full path of a program on PATH; null when it is not there.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
