namespace RedisPS.TestServers.Servers;

/// <summary>Chooses between a process and a container: REDISPS_TEST_IMAGE names the image of the latter.</summary>
internal static class ServerHost
{
    /// <summary>The image to test against; null when servers are processes.</summary>
    public static string? Image => Environment.GetEnvironmentVariable("REDISPS_TEST_IMAGE") is { Length: > 0 } image ? image : null;

    /// <summary>
    /// How a server binds: to loopback. In a container to all of its own addresses, and open to the address that
    /// docker forwards from; the only way in is the port that is published on this machine's loopback.
    /// </summary>
    public static string[] Binding => Image is null ? ["bind 127.0.0.1"] : ["bind 0.0.0.0", "protected-mode no"];

    public static IServerHost Start(string configurationFile, string directory, int port) => Image is { } image
        ? ContainerHost.Start(image, configurationFile, directory, port)
        : ProcessHost.Start(configurationFile, directory);
}
