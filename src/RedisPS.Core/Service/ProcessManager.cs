using System.Globalization;
using System.Runtime.InteropServices;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Installation;

namespace RedisPS.Core.Service;

/// <summary>Servers that no service manager runs: processes, and installed programs with a configuration file.</summary>
internal sealed class ProcessManager(HostSystem host) : ServiceManager(host)
{
    // A server that does not turn itself into a daemon is left to the system, with its output in a file.
    private const string Background = "\"$@\" >>\"$0\" 2>&1 </dev/null &";

    private IReadOnlyList<RedisService> _others = [];

    public override ServiceProvider Provider => ServiceProvider.Process;

    public override bool NeedsElevation => false;

    public override bool HasRestart => false;

    /// <summary>What the managers know already; not listed here a second time.</summary>
    public ProcessManager Besides(IReadOnlyList<RedisService> others)
    {
        _others = others;
        return this;
    }

    public override async Task<IReadOnlyList<RedisService>> ListAsync(CancellationToken stop)
    {
        HashSet<int> known = _others.Where(service => service.ProcessId is not null).Select(service => service.ProcessId!.Value).ToHashSet();
        List<RedisService> services = Host.Root == "/" ? ProcessTable.Servers().Where(process => !known.Contains(process.Id)).Select(Running).ToList() : [];
        foreach (ServerProgram program in await ServerProgram.FindAsync(Host, null, stop).ConfigureAwait(false))
        {
            if (ConfigLocations.Of(Host, program.Product) is not { } file || IsShadowed(program) || _others.Any(service => service.ConfigFile == file || (service.ServerPath == program.Path && service.Role == "Server")))
            {
                continue;
            }

            RedisService stopped = await StoppedAsync(program, file, stop).ConfigureAwait(false);
            int running = services.FindIndex(service => service.Name == stopped.Name);
            if (running < 0)
            {
                services.Add(stopped);
            }
            else
            {
                services[running] = stopped with { Status = ServiceStatus.Running, ProcessId = services[running].ProcessId };
            }
        }

        return services;
    }

    public override IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout) => action switch
    {
        ServiceAction.Start when service.ServerPath is null || service.ConfigFile is null => throw new HostException(
            HostFailure.ServiceNotSupported,
            $"How {service.Name} was started is not known: it has no configuration file, and its arguments cannot be seen.",
            "Start it the way it was started before, or give it a configuration file (New-RedisConfigFile) and start it with that."),
        ServiceAction.Start => [StartCommand(service)],
        ServiceAction.Stop => [new HostCommand("kill", "-TERM", service.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "?")],
        _ => throw new HostException(
            HostFailure.ServiceNotSupported,
            $"{service.Name} is a plain process: nothing on this machine starts it by itself.",
            "Install it as a service (Install-Redis), or start it from whatever starts this machine's programs."),
    };

    public override async Task ApplyAsync(RedisService service, ServiceAction action, TimeSpan timeout, CancellationToken stop)
    {
        if (action != ServiceAction.Stop)
        {
            await base.ApplyAsync(service, action, timeout, stop).ConfigureAwait(false);
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            throw new HostException(HostFailure.ServiceNotSupported, "Windows has no way to ask a plain process to end.", "Stop it with Invoke-RedisCommand SHUTDOWN.");
        }

        if (service.ProcessId is { } pid && NativeMethods.Kill(pid, NativeMethods.Terminate) != 0 && ProcessTable.IsAlive(pid))
        {
            throw new HostException(
                HostFailure.ElevationRequired, $"Process {pid} belongs to another user: {Marshal.GetLastPInvokeErrorMessage()}.", "Run as that user or as root (sudo), or use Invoke-RedisCommand SHUTDOWN.");
        }
    }

    private static RedisService Running(ServerProcessInfo process) => new()
    {
        Name = process.Port is null ? string.Create(CultureInfo.InvariantCulture, $"{process.Name}#{process.Id}") : NameOf(process.Name, process.Port.Value),
        Identity = process.Id.ToString(CultureInfo.InvariantCulture),
        Provider = ServiceProvider.Process,
        Product = ServerProgram.ProductOf(process.Name),
        Role = process.IsSentinel ? "Sentinel" : "Server",
        Status = ServiceStatus.Running,
        StartType = ServiceStartType.Manual,
        ProcessId = process.Id,
        HostName = process.HostName,
        Port = process.Port,
        ServerPath = process.Path,
        ConfigFile = process.ConfigFile,
    };

    // The configuration that RedisPS writes for Garnet belongs to the tool that it installs, where that is there.
    private bool IsShadowed(ServerProgram program)
    {
        string tool = Path.Combine(Host.Home, ".dotnet", "tools", OperatingSystem.IsWindows() ? "garnet-server.exe" : "garnet-server");
        return program.Product == ServerProduct.Garnet && program.Path != tool && File.Exists(tool);
    }

    private static string NameOf(string program, int port) => string.Create(CultureInfo.InvariantCulture, $"{program}:{port}");

    private HostCommand StartCommand(RedisService service)
    {
        string path = service.ServerPath!;
        if (service.Product == ServerProduct.Garnet)
        {
            string log = Path.ChangeExtension(service.ConfigFile!, ".log");
            string[] setsid = Host.Find("setsid") is { } found ? [found] : [];
            string[] line = [.. setsid, "/bin/sh", "-c", Background, log, path, "--config-import-path", service.ConfigFile!];
            return new HostCommand(line[0], line[1..]) { Environment = DotnetTool.Environment };
        }

        string[] arguments = [path, service.ConfigFile!, .. service.Role == "Sentinel" ? new[] { "--sentinel" } : [], "--daemonize", "yes"];
        return service.RunAs is { } user ? new HostCommand("runuser", ["-u", user, "--", .. arguments]) : new HostCommand(arguments[0], arguments[1..]);
    }

    private async Task<RedisService> StoppedAsync(ServerProgram program, string file, CancellationToken stop)
    {
        ServerConfiguration? configuration = ServerConfiguration.Read(Host, file);
        int port = program.Product == ServerProduct.Garnet ? GarnetConfiguration.PortOf(Host, file) : configuration?.Port ?? RedisEndpoint.DefaultPort;
        return Complete(new RedisService
        {
            Name = NameOf(Path.GetFileNameWithoutExtension(program.Path), port),
            Identity = file,
            Provider = Provider,
            Product = program.Product,
            Status = ServiceStatus.Stopped,
            StartType = ServiceStartType.Manual,
            Port = port,
            ServerPath = program.Path,
            ConfigFile = file,
            RunAs = await OwnerAsync(configuration?.Value("dir"), stop).ConfigureAwait(false),
        });
    }

    // Root must not leave files behind that the server's own user cannot write later.
    private async Task<string?> OwnerAsync(string? directory, CancellationToken stop)
    {
        if (directory is null || !Host.IsElevated || Host.Platform != HostPlatform.Linux || Host.Find("runuser") is null)
        {
            return null;
        }

        CommandOutcome? owner = await Host.AskAsync(new HostCommand("stat", "-c", "%U", Host.At(directory)) { OnlyReads = true }, stop).ConfigureAwait(false);
        return owner is { Succeeded: true } && owner.Output.Trim() is { Length: > 0 } name and not ("root" or "UNKNOWN") ? name : null;
    }
}
