using System.Management.Automation;
using RedisPS.Core.Service;

namespace RedisPS.Service;

/// <summary>Enable-RedisService: lets a service start with the machine.</summary>
[Cmdlet(VerbsLifecycle.Enable, "RedisService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = NameSet)]
[OutputType(typeof(ServiceChange))]
public sealed class EnableRedisServiceCommand : RedisServiceCmdlet
{
    /// <inheritdoc/>
    protected override void Change(RedisService service)
    {
        if (service.StartType == ServiceStartType.Automatic || ShouldProcess(service.ToString(), $"Let it start with the machine ({Control.Preview(service, ServiceAction.Enable, Timeout)})"))
        {
            WriteObject(Await(Control.SetStartAsync(service, automatic: true, new ServiceOptions { Timeout = Timeout }, StopToken)));
        }
    }
}
