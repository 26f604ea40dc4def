namespace RedisPS.TestServers.Servers;

/// <summary>Chooses between a process and a container: REDISPS_TEST_IMAGE names the image of the latter.</summary>
internal static class ServerHost
{
    private const string InsideContainer = "/redisps";

    /// <summary>The image to test against; null when servers are processes.</summary>
    public static string? Image => Environment.GetEnvironmentVariable("REDISPS_TEST_IMAGE") is { Length: > 0 } image ? image : null;

    /// <summary>Loopback, but for a container, whose only way in is the port that is published on loopback.</summary>
    public static string BindAddress => Image is null ? "127.0.0.1" : "0.0.0.0";

    /// <summary>The data directory as the server sees it.</summary>
    public static string DirectoryInside(string directory) => Image is null ? directory : InsideContainer;

    public static IServerHost Start(string configurationFile, string directory, int port) => Image is { } image
        ? ContainerHost.Start(image, $"{InsideContainer}/{Path.GetFileName(configurationFile)}", directory, InsideContainer, port)
        : ProcessHost.Start(configurationFile, directory);
}
