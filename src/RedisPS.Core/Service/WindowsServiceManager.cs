using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Services of Windows.</summary>
internal sealed partial class WindowsServiceManager(HostSystem host) : ServiceManager(host)
{
    private static readonly string[] s_names = ["Redis", "Memurai", "Valkey", "Garnet", "redis-server"];

    public override ServiceProvider Provider => ServiceProvider.Windows;

    public override bool HasRestart => false;

    public override async Task<IReadOnlyList<RedisService>> ListAsync(CancellationToken stop)
    {
        List<RedisService> services = [];
        foreach (string name in s_names)
        {
            CommandOutcome? state = await Host.AskAsync(new HostCommand("sc.exe", "queryex", name) { OnlyReads = true }, stop).ConfigureAwait(false);
            CommandOutcome? settings = state is { Succeeded: true } ? await Host.AskAsync(new HostCommand("sc.exe", "qc", name) { OnlyReads = true }, stop).ConfigureAwait(false) : null;
            if (settings is { Succeeded: true })
            {
                services.Add(Read(name, state!.Output, settings.Output));
            }
        }

        return services;
    }

    public override IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout) => action switch
    {
        ServiceAction.Enable => [new HostCommand("sc.exe", "config", service.Name, "start=", "auto")],
        ServiceAction.Disable => [new HostCommand("sc.exe", "config", service.Name, "start=", "demand")],
        _ => [new HostCommand("sc.exe", action.ToString().ToLowerInvariant(), service.Name)],
    };

    protected override string Advice(RedisService service) => "See the Windows event log and the server's log.";

    private RedisService Read(string name, string state, string settings)
    {
        Match program = Program().Match(settings);
        return Complete(new RedisService
        {
            Name = name,
            Identity = name,
            Provider = Provider,
            Product = ServiceNames.ProductOf(name),
            Status = State().Match(state).Groups[1].Value switch
            {
                "RUNNING" => ServiceStatus.Running,
                "STOPPED" => ServiceStatus.Stopped,
                "START_PENDING" => ServiceStatus.Starting,
                "STOP_PENDING" => ServiceStatus.Stopping,
                _ => ServiceStatus.Unknown,
            },
            StartType = StartType().Match(settings).Groups[1].Value switch
            {
                "AUTO_START" => ServiceStartType.Automatic,
                "DEMAND_START" => ServiceStartType.Manual,
                "DISABLED" => ServiceStartType.Disabled,
                _ => ServiceStartType.Unknown,
            },
            ProcessId = int.TryParse(ProcessNumber().Match(state).Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0 ? pid : null,
            ServerPath = program.Success ? program.Groups[1].Value : null,
            ConfigFile = program.Success && ConfigPath().Match(settings) is { Success: true } config ? config.Value : null,
            Port = program.Success ? null : 6379,
        });
    }

    [GeneratedRegex(@"STATE\s*:\s*\d+\s+(\w+)")]
    private static partial Regex State();

    [GeneratedRegex(@"START_TYPE\s*:\s*\d+\s+(\w+)")]
    private static partial Regex StartType();

    [GeneratedRegex(@"PID\s*:\s*(\d+)")]
    private static partial Regex ProcessNumber();

    [GeneratedRegex("""BINARY_PATH_NAME\s*:\s*"?([^"\r\n]+?\.exe)"?""")]
    private static partial Regex Program();

    [GeneratedRegex("""[A-Za-z]:\\[^"\r\n]+?\.conf\b""")]
    private static partial Regex ConfigPath();
}
