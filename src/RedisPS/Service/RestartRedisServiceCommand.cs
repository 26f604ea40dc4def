using System.Management.Automation;
using RedisPS.Core.Service;

namespace RedisPS.Service;

/// <summary>Restart-RedisService: stops and starts a service, and waits until its server has loaded.</summary>
[Cmdlet(VerbsLifecycle.Restart, "RedisService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(ServiceChange))]
public sealed class RestartRedisServiceCommand : RedisServiceCmdlet
{
    /// <summary>User and password, to ask a protected server what is unsaved and whether it has loaded.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Save what is unsaved, whatever the server is set to.</summary>
    [Parameter]
    public SwitchParameter Save { get; set; }

    /// <summary>Do not save: what is unsaved is lost.</summary>
    [Parameter]
    public SwitchParameter NoSave { get; set; }

    /// <summary>Do not wait until it answers and has loaded.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => StopSwitches.Check(this, Save, NoSave);

    /// <inheritdoc/>
    protected override void Change(RedisService service)
    {
        ServiceOptions options = new() { Timeout = Timeout, Save = Save, NoSave = NoSave, NoWait = NoWait, Access = Access(Credential) };
        bool runs = service.Status is not (ServiceStatus.Stopped or ServiceStatus.Failed);
        StopPlan plan = runs ? Await(StopPlan.ReadAsync(service, options.Access, StopToken)) : new StopPlan { IsKnown = true, Text = "it does not run" };
        if (ShouldProcess(service.ToString(), $"Restart; {plan}"))
        {
            if (!plan.IsKnown)
            {
                WriteWarning($"{service.Name}: {plan}");
            }

            Write(service, "Restarting", options, with => Control.RestartAsync(service, plan, with, StopToken));
        }
    }
}
