using System.Diagnostics;

namespace RedisPS.TestServers.Servers;

/// <summary>A server that is a process of this machine.</summary>
internal sealed class ProcessHost : IServerHost
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private ProcessHost(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => _output.IsCompletedSuccessfully ? _output.Result : string.Empty;

    public static ProcessHost Start(string configurationFile, string directory)
    {
        ProcessStartInfo start = new(ServerBinary.Require(), [configurationFile])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        return new ProcessHost(Process.Start(start)!);
    }

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
