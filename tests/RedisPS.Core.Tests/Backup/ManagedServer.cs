using System.Globalization;
using System.Runtime.InteropServices;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Hosts;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>
/// A real server that a scripted systemd starts and stops, in a directory of its own; where the tests run as root it runs as another user,
/// so that it can only read what is given to it.
/// </summary>
internal sealed class ManagedServer : IDisposable
{
    private const int Nobody = 65534;
    private const int Kill = 9;

    private readonly DirectoryInfo _machine = Directory.CreateTempSubdirectory("redisps-managed-");

    public ManagedServer(params string[] settings)
    {
        string binary = ServerBinary.OnPath(ServerBinary.Require()) ?? ServerBinary.Require();
        Folder = Directory.CreateDirectory(Path.Combine(_machine.FullName, "data")).FullName;
        ConfigFile = Path.Combine(_machine.FullName, "redis.conf");
        File.WriteAllLines(ConfigFile, [$"port {Port}", "bind 127.0.0.1", $"dir {Folder}", "enable-debug-command yes", $"logfile {Folder}/server.log", $"pidfile {Folder}/pid", .. settings]);
        string run = IsRoot ? $"setpriv --reuid={Nobody} --regid={Nobody} --clear-groups {binary}" : binary;
        string bin = Directory.CreateDirectory(Path.Combine(_machine.FullName, "bin")).FullName;
        string script = Path.Combine(bin, "systemctl");
        ScriptFile.Write(script, $$"""
            #!/bin/sh
            cd '{{_machine.FullName}}'
            pid=$(cat data/pid 2>/dev/null)
            runs() { [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null; }
            case "$1" in
              is-system-running) echo running ;;
              list-unit-files) echo 'redis-server.service enabled enabled' ;;
              show) echo Id=redis-server.service; echo LoadState=loaded; echo UnitFileState=enabled
                    if runs; then echo ActiveState=active; echo MainPID=$pid; else echo ActiveState=inactive; echo MainPID=0; fi
                    echo 'ExecStart={ path={{binary}} ; argv[]={{binary}} {{ConfigFile}} ; ignore_errors=no }' ;;
              stop) [ -f before-stop ] && . ./before-stop; runs && kill -TERM "$pid"; i=0; while runs && [ $i -lt 400 ]; do sleep 0.05; i=$((i+1)); done ;;
              start) echo start >> starts; [ -f before-start ] && . ./before-start; rm -f data/pid; {{run}} {{ConfigFile}} --daemonize yes ;;
            esac
            """);
        _ = Directory.CreateDirectory(Path.Combine(_machine.FullName, "home"));
        if (IsRoot)
        {
            _ = Chown(Folder, Nobody, Nobody);
            if (!OperatingSystem.IsWindows()) { File.SetUnixFileMode(_machine.FullName, (UnixFileMode)0b111_101_101); }
        }

        Host = new HostSystem { SearchPath = $"{bin}:/usr/sbin:/usr/bin:/sbin:/bin", IsElevated = true, Home = Path.Combine(_machine.FullName, "home") };
    }

    public static bool IsRoot => Environment.UserName == "root" && OperatingSystem.IsLinux();

    public int Port { get; } = FreePort.Next();

    public string Folder { get; }

    public string ConfigFile { get; }

    public HostSystem Host { get; init; }

    public RedisClientOptions Options => new() { Endpoint = new RedisEndpoint("127.0.0.1", Port) };

    /// <summary>How often it was started.</summary>
    public int Starts => File.Exists(Path.Combine(_machine.FullName, "starts")) ? File.ReadAllLines(Path.Combine(_machine.FullName, "starts")).Length : 0;

    public int? ProcessId => File.Exists(Path.Combine(Folder, "pid")) ? int.Parse(File.ReadAllText(Path.Combine(Folder, "pid")), CultureInfo.InvariantCulture) : null;

    /// <summary>Shell lines that run once, before the next start.</summary>
    public void BeforeNextStart(string lines) => File.WriteAllText(Path.Combine(_machine.FullName, "before-start"), lines + "\nrm -f before-start\n");

    /// <summary>Shell lines that run once, before the next stop.</summary>
    public void BeforeNextStop(string lines) => File.WriteAllText(Path.Combine(_machine.FullName, "before-stop"), lines + "\nrm -f before-stop\n");

    public async Task<RedisService> ServiceAsync() => Assert.Single(await new SystemdManager(Host).ListAsync(default));

    public async Task<ManagedServer> StartAsync()
    {
        _ = await new ServiceControl(Host).StartAsync(await ServiceAsync(), new ServiceOptions { Timeout = TimeSpan.FromSeconds(60) }, default);
        return this;
    }

    public async Task StopAsync(bool save)
    {
        RedisService service = await ServiceAsync();
        StopPlan plan = await StopPlan.ReadAsync(service, new ServiceAccess(), default);
        _ = await new ServiceControl(Host).StopAsync(service, plan, new ServiceOptions { Save = save, NoSave = !save }, default);
    }

    public string? Send(params string[] command)
    {
        using RawRedis raw = RawRedis.Connect(Port);
        return raw.Send(command);
    }

    public async Task<ServerRestorePlan> PlanAsync(RedisBackup backup, ServerRestoreOptions? options = null) =>
        await new ServerRestore(Host, backup, await ServiceAsync(), options ?? new ServerRestoreOptions()).PlanAsync(default);

    public async Task<RestoreResult> RestoreAsync(RedisBackup backup, ServerRestoreOptions? options = null)
    {
        ServerRestore restore = new(Host, backup, await ServiceAsync(), (options ?? new ServerRestoreOptions()) with { Timeout = TimeSpan.FromSeconds(60) });
        return await restore.RunAsync(await restore.PlanAsync(default), default);
    }

    /// <summary>Starts a server on a copy of a directory and reads a key.</summary>
    public static async Task<string?> LoadAsync(string folder, string appendOnly, string key)
    {
        SandboxOptions options = new()
        {
            ServerPath = ServerBinary.Require(),
            Settings = new Dictionary<string, IReadOnlyList<string>> { ["appendonly"] = [appendOnly] },
            Prepare = (directory, token) =>
            {
                foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
                {
                    string target = Path.Combine(directory, Path.GetRelativePath(folder, path));
                    _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    File.Copy(path, target);
                }

                return Task.CompletedTask;
            },
        };
        using Sandbox sandbox = await Sandbox.StartAsync(options, default);
        await using RedisClient client = await RedisClient.ConnectAsync(sandbox.ConnectionOptions);
        return await client.TextAsync("GET", key);
    }

    /// <summary>The files in its directory, without what the server writes beside its data.</summary>
    public string[] Data() => [.. Directory.GetFileSystemEntries(Folder).Select(path => Path.GetFileName(path)).Where(name => name is not ("server.log" or "pid")).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        if (ProcessId is { } id && ProcessTable.IsAlive(id))
        {
            _ = SendSignal(id, Kill);
            while (ProcessTable.IsAlive(id)) { Thread.Sleep(10); }
        }

        _machine.Delete(recursive: true);
    }

    [DllImport("libc", EntryPoint = "chown", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Chown(string path, int user, int group);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
