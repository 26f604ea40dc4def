using RedisPS.Core.Service;

namespace RedisPS.TestServers.Servers;

/// <summary>A server that is a process of this machine, started and tied to this process as a sandbox is.</summary>
internal sealed class ProcessHost : IServerHost
{
    private readonly ServerProcess _process;

    private ProcessHost(ServerProcess process) => _process = process;

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => _process.LastWordsAsync().GetAwaiter().GetResult();

    public static ProcessHost Start(string configurationFile, string directory) =>
        new(ServerProcess.Start(ServerBinary.Require(), [configurationFile], directory));

    public void Kill() => _process.Dispose();
}
