using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RedisPS.TestServers.Servers;

/// <summary>
/// A server in a container, started with the docker command line (REDISPS_DOCKER names another such program); its
/// port is published on loopback only. The data directory has the same path inside, so that a configuration file
/// means the same in both worlds.
/// </summary>
internal sealed class ContainerHost : IServerHost
{
    // Redis's images have the one, Valkey's the other. Not their entry point: it would change user, and then read nothing.
    private const string StartServer = "exec \"$(command -v redis-server || command -v valkey-server)\" \"$0\"";

    private readonly string _id;

    private ContainerHost(string id) => _id = id;

    public int ProcessId => int.Parse(Docker("inspect", "--format", "{{.State.Pid}}", _id));

    public bool HasExited => Docker("inspect", "--format", "{{.State.Running}}", _id) != "true";

    public string Output => Docker("logs", _id);

    public static ContainerHost Start(string image, string configurationFile, string directory, int port) => new(Docker(
        ["run", "--detach", .. User(), "--publish", $"127.0.0.1:{port}:{port}", "--volume", $"{directory}:{directory}",
         "--entrypoint", "/bin/sh", image, "-c", StartServer, configurationFile]));

    public void Kill() => Docker("rm", "--force", _id);

    /// <summary>The user of the tests, who alone may read the data directory and must be able to remove it.</summary>
    private static string[] User() => OperatingSystem.IsWindows() ? [] : ["--user", $"{GetUserId()}:{GetGroupId()}"];

    private static string Docker(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("REDISPS_DOCKER") is { Length: > 0 } program ? program : "docker", arguments)
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

    [DllImport("libc", EntryPoint = "getuid")]
    private static extern uint GetUserId();

    [DllImport("libc", EntryPoint = "getgid")]
    private static extern uint GetGroupId();
}
