using System.Management.Automation;
using RedisPS.Core.Service;

namespace RedisPS.Service;

/// <summary>Stop-RedisService: stops a service, and does not lose data silently.</summary>
[Cmdlet(VerbsLifecycle.Stop, "RedisService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(ServiceChange))]
public sealed class StopRedisServiceCommand : RedisServiceCmdlet
{
    /// <summary>User and password, to ask a protected server what is unsaved.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Save what is unsaved, whatever the server is set to.</summary>
    [Parameter]
    public SwitchParameter Save { get; set; }

    /// <summary>Do not save: what is unsaved is lost.</summary>
    [Parameter]
    public SwitchParameter NoSave { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => StopSwitches.Check(this, Save, NoSave);

    /// <inheritdoc/>
    protected override void Change(RedisService service)
    {
        ServiceOptions options = new() { Timeout = Timeout, Save = Save, NoSave = NoSave, Access = Access(Credential) };
        if (service.Status is ServiceStatus.Stopped or ServiceStatus.Failed)
        {
            WriteObject(Await(Control.StopAsync(service, new StopPlan { IsKnown = true, Text = "" }, options, StopToken)));
            return;
        }

        StopPlan plan = Await(StopPlan.ReadAsync(service, options.Access, StopToken));
        if (ShouldProcess(service.ToString(), $"Stop ({Control.Preview(service, ServiceAction.Stop, Timeout)}); {plan}"))
        {
            if (!plan.IsKnown)
            {
                WriteWarning($"{service.Name}: {plan}");
            }

            Write(service, "Stopping", options, with => Control.StopAsync(service, plan, with, StopToken));
        }
    }
}
