using System.Diagnostics;
using System.Runtime.InteropServices;
using RedisPS.Core.Service;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;

namespace RedisPS.Demo;

/// <summary>
/// A private server for the demo: redis-server or valkey-server if one is installed, else Garnet, restored from
/// the package index into a folder of the repository. Nothing is installed system-wide, all of it goes on Dispose.
/// </summary>
internal sealed class DemoServer : IDisposable
{
    private const string GarnetVersion = "2.2.5";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("redisps-demo-");
    private readonly Process _process;
    private readonly Task<string[]> _output;

    private DemoServer(string name, string file, Func<int, string, string[]> arguments)
    {
        Name = name;
        Port = FreePort.Next();
        ProcessStartInfo start = new(file, arguments(Port, _directory.FullName))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory.FullName,
        };
        DotnetEnvironment(start);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            _directory.Delete(recursive: true);
            throw new DemoException($"{file} could not be started: {e.Message}");
        }

        Watchdog.Watch(_process.Id, _directory.FullName);
        _output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public string Name { get; }

    public int Port { get; }

    public bool IsGarnet => Name == "garnet-server";

    public static DemoServer Start(string toolFolder, CancellationToken stop)
    {
        DemoServer server = ServerBinary.Find() is { } installed
            ? new DemoServer(Path.GetFileName(installed), installed, (port, directory) =>
                ["--port", port.ToString(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory])
            : new DemoServer("garnet-server", RestoreGarnet(toolFolder), (port, directory) =>
                ["--port", port.ToString(), "--bind", "127.0.0.1", "--memory", "512m", "--index", "16m", "--page", "4m", "--checkpointdir", directory, "-q"]);
        try
        {
            server.WaitUntilReady(stop);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        Watchdog.Forget(_process.Id);
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static string RestoreGarnet(string toolFolder)
    {
        string file = Path.Combine(toolFolder, OperatingSystem.IsWindows() ? "garnet-server.exe" : "garnet-server");
        if (File.Exists(file))
        {
            return file;
        }

        Console.WriteLine($"No redis-server or valkey-server on PATH: restoring garnet-server {GarnetVersion} from the package index.");
        // What an interrupted restore left behind would stand in the way of this one.
        if (Directory.Exists(toolFolder))
        {
            Directory.Delete(toolFolder, recursive: true);
        }

        ProcessStartInfo start = new("dotnet", ["tool", "install", "garnet-server", "--version", GarnetVersion, "--tool-path", toolFolder])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? file
            : throw new DemoException($"garnet-server could not be restored. {output.Trim()}\nInstall redis-server or valkey-server, then run the demo again.");
    }

    /// <summary>
    /// A restored tool finds .NET only where it is usually installed, and runs only on the version it was built for:
    /// this says where it is, and that a newer one will do.
    /// </summary>
    private static void DotnetEnvironment(ProcessStartInfo start)
    {
        start.Environment.TryAdd("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")));
        start.Environment.TryAdd("DOTNET_ROLL_FORWARD", "Major");
    }

    private void WaitUntilReady(CancellationToken stop)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(30) && !_process.HasExited)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                using RawRedis raw = RawRedis.Connect(Port);
                if (raw.Send("PING") == "PONG")
                {
                    return;
                }
            }
            catch (IOException)
            {
                // Not listening yet.
            }

            Thread.Sleep(20);
        }

        string said = _output.Wait(TimeSpan.FromSeconds(1)) ? string.Concat(_output.Result).Trim() : "It does not answer.";
        throw new DemoException($"{Name} did not come up on port {Port}. {said}");
    }
}
