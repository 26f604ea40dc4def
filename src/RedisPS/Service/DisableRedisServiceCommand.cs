using System.Management.Automation;
using RedisPS.Core.Service;

namespace RedisPS.Service;

/// <summary>Disable-RedisService: does not let a service start with the machine.</summary>
[Cmdlet(VerbsLifecycle.Disable, "RedisService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = NameSet)]
[OutputType(typeof(ServiceChange))]
public sealed class DisableRedisServiceCommand : RedisServiceCmdlet
{
    /// <inheritdoc/>
    protected override void Change(RedisService service)
    {
        if (service.StartType == ServiceStartType.Manual || ShouldProcess(service.ToString(), $"Do not let it start with the machine ({Control.Preview(service, ServiceAction.Disable, Timeout)})"))
        {
            WriteObject(Await(Control.SetStartAsync(service, automatic: false, new ServiceOptions { Timeout = Timeout }, StopToken)));
        }
    }
}
