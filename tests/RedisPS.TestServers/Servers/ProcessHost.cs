using System.Diagnostics;

namespace RedisPS.TestServers.Servers;

/// <summary>A server that is a process of this machine.</summary>
internal sealed class ProcessHost : IServerHost
{
    private readonly Process _process;
    private readonly Task<string[]> _output;

    private ProcessHost(Process process)
    {
        _process = process;
        ProcessId = process.Id;
        _output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public int ProcessId { get; }

    public bool HasExited => _process.HasExited;

    public string Output => _output.Wait(TimeSpan.FromSeconds(1)) ? string.Concat(_output.Result).Trim() : string.Empty;

    public static ProcessHost Start(string configurationFile, string directory)
    {
        ProcessStartInfo start = new(ServerBinary.Require(), [configurationFile])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        ProcessHost host = new(Process.Start(start)!);
        Watchdog.Watch(host.ProcessId, directory);
        return host;
    }

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
        Watchdog.Forget(ProcessId);
    }
}
