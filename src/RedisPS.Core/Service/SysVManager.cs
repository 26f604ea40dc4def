using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Services that are scripts in /etc/init.d, where neither systemd nor OpenRC runs the machine.</summary>
internal partial class SysVManager(HostSystem host) : ServiceManager(host)
{
    public override ServiceProvider Provider => ServiceProvider.SysV;

    public override bool HasRestart => false;

    public override async Task<IReadOnlyList<RedisService>> ListAsync(CancellationToken stop)
    {
        if (!Directory.Exists(Folder) || !await IsInChargeAsync(stop).ConfigureAwait(false))
        {
            return [];
        }

        List<RedisService> services = [];
        foreach (string script in Directory.GetFiles(Folder).Where(file => ServiceNames.IsServer(Path.GetFileName(file))).Order(StringComparer.Ordinal))
        {
            services.Add(await ReadAsync(script, stop).ConfigureAwait(false));
        }

        return services;
    }

    public override IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout) => action switch
    {
        ServiceAction.Enable or ServiceAction.Disable when Host.Find("update-rc.d") is not null =>
            action == ServiceAction.Enable
                ? [new HostCommand("update-rc.d", service.Name, "defaults"), new HostCommand("update-rc.d", service.Name, "enable")]
                : [new HostCommand("update-rc.d", service.Name, "disable")],
        ServiceAction.Enable or ServiceAction.Disable when Host.Find("chkconfig") is not null =>
            [new HostCommand("chkconfig", service.Name, action == ServiceAction.Enable ? "on" : "off")],
        ServiceAction.Enable or ServiceAction.Disable =>
            throw new HostException(HostFailure.ServiceNotSupported, "There is neither update-rc.d nor chkconfig on this machine, so what starts with it cannot be changed.", "Change the links in /etc/rc*.d by hand."),
        _ => [Call(service, action)],
    };

    /// <summary>Whether these scripts are what starts and stops services here.</summary>
    protected virtual async Task<bool> IsInChargeAsync(CancellationToken stop) =>
        Host.Find("rc-service") is null && !await SystemdManager.IsActiveAsync(Host, stop).ConfigureAwait(false);

    /// <summary>The command that asks a script whether its service runs.</summary>
    protected virtual HostCommand StatusCommand(string name) => Call(name, "status") with { OnlyReads = true };

    /// <summary>Whether the service starts with the machine.</summary>
    protected virtual Task<ServiceStartType> StartTypeAsync(string name, CancellationToken stop)
    {
        string[] links = Enumerable.Range(2, 4).Select(level => Host.At(string.Create(CultureInfo.InvariantCulture, $"/etc/rc{level}.d"))).Where(Directory.Exists)
            .SelectMany(Directory.GetFileSystemEntries).Select(path => Path.GetFileName(path)!).Where(link => link.Length > 3 && link[3..] == name).ToArray();
        return Task.FromResult(links.Any(link => link[0] == 'S') ? ServiceStartType.Automatic : ServiceStartType.Manual);
    }

    private string Folder => Host.At("/etc/init.d");

    private ServiceStatus StatusOf(CommandOutcome? outcome) => outcome?.ExitCode switch
    {
        0 => ServiceStatus.Running,

        // To others than root Debian's script says 1, whatever the server does.
        1 or 2 when Host.IsElevated => ServiceStatus.Failed,
        3 => ServiceStatus.Stopped,
        _ => ServiceStatus.Unknown,
    };

    private HostCommand Call(RedisService service, ServiceAction action) => Call(service.Name, action.ToString().ToLowerInvariant());

    private HostCommand Call(string name, string verb) =>
        Host.Root == "/" && Host.Find("service") is not null ? new HostCommand("service", name, verb) : new HostCommand(Path.Combine(Folder, name), verb);

    private async Task<RedisService> ReadAsync(string script, CancellationToken stop)
    {
        string name = Path.GetFileName(script);
        string text = await File.ReadAllTextAsync(script, stop).ConfigureAwait(false);
        RedisService service = Complete(new RedisService
        {
            Name = name,
            Identity = name,
            Provider = Provider,
            Product = ServiceNames.ProductOf(name),
            Role = ServiceNames.RoleOf(name),
            ServerPath = Daemon().Match(text) is { Success: true } daemon ? daemon.Groups[1].Value : null,
            ConfigFile = Config().Match(text) is { Success: true } config ? config.Value : null,
            StartType = await StartTypeAsync(name, stop).ConfigureAwait(false),
        });

        // The script's word on whether it runs can be wrong either way; the process that the server wrote down decides.
        int? pid = ProcessTable.ReadPidFile(Host, service.Configuration?.Value("pidfile"));
        ServiceStatus told = StatusOf(await Host.AskAsync(StatusCommand(name), stop).ConfigureAwait(false));
        return service with
        {
            ProcessId = pid,
            Status = pid is not null ? ServiceStatus.Running : told,
        };
    }

    [GeneratedRegex(@"^\s*(?:DAEMON|EXEC|command|exec)=""?(/\S+?)""?\s*$", RegexOptions.Multiline)]
    private static partial Regex Daemon();

    [GeneratedRegex(@"(?<=[\s=""'])/[\w./-]+\.conf\b")]
    private static partial Regex Config();
}
