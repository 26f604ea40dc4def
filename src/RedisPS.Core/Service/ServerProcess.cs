using System.Diagnostics;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>A server that is tied to this process: it goes, with its directory, when this process goes, however that ends.</summary>
public sealed class ServerProcess : IDisposable
{
    // The server starts only after the watchdog knows it; if this process dies before, the shell's input ends and it gives up.
    private const string Gate = """read -r go; [ "$go" = go ] || exit 1; exec "$@" </dev/null""";

    private readonly Process _process;
    private readonly OutputTail _output;
    private readonly OutputTail _errors;

    private ServerProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _output = new OutputTail(process.StandardOutput);
        _errors = new OutputTail(process.StandardError);
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote to its console.</summary>
    public string Output => string.Concat(_output.Text, _errors.Text).Trim();

    /// <summary>Starts a server.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Its working directory, removed by the watchdog if this process is killed.</param>
    public static ServerProcess Start(string path, IReadOnlyList<string> arguments, string directory)
    {
        bool windows = OperatingSystem.IsWindows();
        ProcessStartInfo start = windows
            ? new ProcessStartInfo(path, arguments)
            : DetachedProcess.StartInfo("/bin/sh", ["-c", Gate, "sh", path, .. arguments]);
        start.WorkingDirectory = directory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        DotnetTool.Prepare(start);
        ServerProcess server = new(Process.Start(start)!);
        Watchdog.Watch(server.Id, directory);
        try
        {
            if (!windows)
            {
                server._process.StandardInput.WriteLine("go");
            }

            server._process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; who waits for it finds that out.
        }

        return server;
    }

    /// <summary>Waits a moment for the rest of what an ended server wrote.</summary>
    public async Task<string> LastWordsAsync()
    {
        await Task.WhenAny(Task.WhenAll(_output.Completion, _errors.Completion), Task.Delay(1000)).ConfigureAwait(false);
        return Output;
    }

    /// <summary>Ends it at once, with the child that it may be saving with, and waits until it is gone.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        Watchdog.Forget(Id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
