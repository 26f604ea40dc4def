using System.Diagnostics;

namespace RedisPS.TestServers.Servers;

/// <summary>A server in a container, started with the docker command line; its port is published on loopback only.</summary>
internal sealed class ContainerHost : IServerHost
{
    private readonly string _id;

    private ContainerHost(string id) => _id = id;

    public int ProcessId => int.Parse(Docker("inspect", "--format", "{{.State.Pid}}", _id));

    public bool HasExited => Docker("inspect", "--format", "{{.State.Running}}", _id) != "true";

    public string Output => Docker("logs", _id);

    public static ContainerHost Start(string image, string configurationFile, string directory, string mountedAt, int port) =>
        new(Docker("run", "--detach", "--publish", $"127.0.0.1:{port}:{port}", "--volume", $"{directory}:{mountedAt}", image, "redis-server", configurationFile));

    public void Kill() => Docker("rm", "--force", _id);

    private static string Docker(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("REDISPS_DOCKER") ?? "docker", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"docker {arguments[0]} failed: {errors.Result.Trim()}");
    }
}
