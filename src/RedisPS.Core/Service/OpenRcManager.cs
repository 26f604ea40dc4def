using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Services of OpenRC, as Alpine and Gentoo have them.</summary>
internal sealed class OpenRcManager(HostSystem host) : SysVManager(host)
{
    public override ServiceProvider Provider => ServiceProvider.OpenRC;

    public override bool HasRestart => true;

    public override IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout) => action switch
    {
        ServiceAction.Enable => [new HostCommand("rc-update", "add", service.Name, "default")],
        ServiceAction.Disable => [new HostCommand("rc-update", "del", service.Name, "default")],
        _ => [new HostCommand("rc-service", service.Name, action.ToString().ToLowerInvariant())],
    };

    protected override Task<bool> IsInChargeAsync(CancellationToken stop) => Task.FromResult(Host.Find("rc-service") is not null);

    protected override HostCommand StatusCommand(string name) => new("rc-service", name, "status") { OnlyReads = true };

    protected override async Task<ServiceStartType> StartTypeAsync(string name, CancellationToken stop)
    {
        CommandOutcome? shown = await Host.AskAsync(new HostCommand("rc-update", "show") { OnlyReads = true }, stop).ConfigureAwait(false);
        return shown is not { Succeeded: true } ? ServiceStartType.Unknown
            : shown.Lines.Select(line => line.Split('|')).Any(parts => parts.Length == 2 && parts[0].Trim() == name && parts[1].Trim().Length > 0) ? ServiceStartType.Automatic
            : ServiceStartType.Manual;
    }
}
