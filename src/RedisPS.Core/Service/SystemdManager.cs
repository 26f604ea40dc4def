using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Services of systemd.</summary>
internal sealed partial class SystemdManager(HostSystem host) : ServiceManager(host)
{
    public override ServiceProvider Provider => ServiceProvider.Systemd;

    /// <summary>Whether systemd runs this machine: systemctl is often there in containers, without anything behind it.</summary>
    public static async Task<bool> IsActiveAsync(HostSystem host, CancellationToken stop)
    {
        CommandOutcome? answer = await host.AskAsync(new HostCommand("systemctl", "is-system-running") { OnlyReads = true }, stop).ConfigureAwait(false);
        return answer?.Output.Trim() is "running" or "degraded" or "starting" or "initializing" or "maintenance" or "stopping";
    }

    public override async Task<IReadOnlyList<RedisService>> ListAsync(CancellationToken stop)
    {
        if (!await IsActiveAsync(Host, stop).ConfigureAwait(false))
        {
            return [];
        }

        // Unit files know what could run, units also the instances of templates that do.
        CommandOutcome? files = await AskAsync(stop, "list-unit-files", "--type=service", "--no-legend", "--no-pager", "--plain").ConfigureAwait(false);
        CommandOutcome? units = await AskAsync(stop, "list-units", "--type=service", "--all", "--no-legend", "--no-pager", "--plain").ConfigureAwait(false);
        string[] names = (files?.Lines ?? []).Where(line => !Columns(line).Contains("alias")).Concat(units?.Lines ?? [])
            .Select(line => Columns(line)[0])
            .Where(unit => unit.EndsWith(".service", StringComparison.Ordinal) && !unit.EndsWith("@.service", StringComparison.Ordinal))
            .Where(unit => ServiceNames.IsServer(Bare(unit)))
            .Concat(Instances(files))
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        List<RedisService> services = [];
        foreach (string unit in names)
        {
            CommandOutcome? shown = await AskAsync(stop, "show", unit, "--no-pager", "--property=Id,LoadState,ActiveState,SubState,MainPID,UnitFileState,ExecStart,Result").ConfigureAwait(false);
            Dictionary<string, string> values = (shown?.Lines ?? []).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
            if (values.GetValueOrDefault("LoadState") is "not-found" || services.Any(service => service.Identity == values.GetValueOrDefault("Id")))
            {
                continue;
            }

            services.Add(Read(unit, values));
        }

        return services;
    }

    public override IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout) =>
    [
        new HostCommand("systemctl", action.ToString().ToLowerInvariant(), service.Identity!),
    ];

    public override async Task<string> LogAsync(RedisService service, CancellationToken stop)
    {
        CommandOutcome? journal = await Host.AskAsync(new HostCommand("journalctl", "--unit", service.Identity!, "--lines", "5", "--no-pager", "--output", "cat") { OnlyReads = true }, stop).ConfigureAwait(false);
        string own = await base.LogAsync(service, stop).ConfigureAwait(false);
        return string.Join(" | ", (journal is { Succeeded: true } ? journal.Lines : []).Append(own).Where(line => line.Length > 0));
    }

    protected override string Advice(RedisService service) => $"See journalctl --unit {service.Identity} and the server's log.";

    // SUSE runs each file of /etc/redis as an instance of a template; one that has not run yet is in no list.
    private IEnumerable<string> Instances(CommandOutcome? files) => (files?.Lines ?? []).Select(line => Columns(line)[0]).Where(unit => unit is "redis@.service" or "valkey@.service")
        .Select(unit => (Name: unit.Split('@')[0], Folder: Host.At("/etc/" + unit.Split('@')[0]))).Where(template => Directory.Exists(template.Folder))
        .SelectMany(template => Directory.GetFiles(template.Folder, "*.conf").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(instance => !instance.Contains("sentinel", StringComparison.Ordinal)).Select(instance => $"{template.Name}@{instance}.service"));

    private static string Bare(string unit) => unit[..^".service".Length];

    private static string[] Columns(string line) => line.TrimStart('●', '*', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } columns ? columns : [""];

    private Task<CommandOutcome?> AskAsync(CancellationToken stop, params string[] arguments) => Host.AskAsync(new HostCommand("systemctl", arguments) { OnlyReads = true }, stop);

    private RedisService Read(string unit, Dictionary<string, string> values)
    {
        string start = values.GetValueOrDefault("ExecStart", "");
        string name = Bare(unit);
        return Complete(new RedisService
        {
            Name = name,
            Identity = values.GetValueOrDefault("Id") is { Length: > 0 } id ? id : unit,
            Provider = Provider,
            Product = ServiceNames.ProductOf(name),
            Role = ServiceNames.RoleOf(name),
            Status = values.GetValueOrDefault("ActiveState") switch
            {
                "active" or "reloading" => ServiceStatus.Running,
                "activating" => ServiceStatus.Starting,
                "deactivating" => ServiceStatus.Stopping,
                "failed" => ServiceStatus.Failed,
                "inactive" => ServiceStatus.Stopped,
                _ => ServiceStatus.Unknown,
            },
            StartType = values.GetValueOrDefault("UnitFileState") switch
            {
                "enabled" or "enabled-runtime" or "alias" => ServiceStartType.Automatic,
                "disabled" or "indirect" or "static" => ServiceStartType.Manual,
                "masked" or "masked-runtime" => ServiceStartType.Disabled,
                _ => ServiceStartType.Unknown,
            },
            ProcessId = int.TryParse(values.GetValueOrDefault("MainPID"), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0 ? pid : null,
            ServerPath = ProgramPath().Match(start) is { Success: true } path ? path.Groups[1].Value : null,
            ConfigFile = ConfigPath().Match(start) is { Success: true } config ? config.Value : null,
        });
    }

    [GeneratedRegex(@"path=(\S+)")]
    private static partial Regex ProgramPath();

    [GeneratedRegex(@"(?<=\s)/\S+\.conf\b")]
    private static partial Regex ConfigPath();
}
