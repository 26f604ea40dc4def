using System.Management.Automation;
using RedisPS.Core.Service;

namespace RedisPS.Service;

/// <summary>Start-RedisService: starts a service and waits until its server answers and has loaded.</summary>
[Cmdlet(VerbsLifecycle.Start, "RedisService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = NameSet)]
[OutputType(typeof(ServiceChange))]
public sealed class StartRedisServiceCommand : RedisServiceCmdlet
{
    /// <summary>User and password, to see whether a protected server has loaded its data.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Do not wait until it answers and has loaded.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <inheritdoc/>
    protected override void Change(RedisService service)
    {
        if (service.Status == ServiceStatus.Running || ShouldProcess(service.ToString(), $"Start ({Control.Preview(service, ServiceAction.Start, Timeout)})"))
        {
            ServiceOptions options = new() { Timeout = Timeout, NoWait = NoWait || (IsWhatIf && service.Status == ServiceStatus.Running), Access = Access(Credential) };
            Write(service, "Starting", options, with => Control.StartAsync(service, with, StopToken));
        }
    }
}
