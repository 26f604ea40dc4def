using System.Diagnostics;
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
        _process = Process.Start(start)!;
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
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
        ProcessStartInfo start = new("dotnet", ["tool", "install", "garnet-server", "--version", GarnetVersion, "--tool-path", toolFolder])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? file
            : throw new InvalidOperationException("garnet-server could not be restored. Install redis-server or valkey-server, then run the demo again.");
    }

    private void WaitUntilReady(CancellationToken stop)
    {
        long begun = Environment.TickCount64;
        while (true)
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
            catch (IOException) when (!_process.HasExited && Environment.TickCount64 - begun < 20_000)
            {
                Thread.Sleep(20);
            }
        }
    }
}
