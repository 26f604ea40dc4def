using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Memory;

namespace RedisPS.Memory;

/// <summary>Set-RedisEvictionPolicy: sets what a server does at its memory limit, after saying what that would do to the data.</summary>
[Cmdlet(VerbsCommon.Set, "RedisEvictionPolicy", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RedisEvictionPolicy))]
public sealed class SetRedisEvictionPolicyCommand : RedisServerCmdlet
{
    /// <summary>The policy.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(EvictionPolicyCompleter))]
    [ValidateNotNullOrEmpty]
    public string Policy { get; set; } = "";

    /// <summary>How many keys to compare to choose the one to evict.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? MaxMemorySamples { get; set; }

    /// <summary>Write the configuration file too.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>No question.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process() => MemoryServers.ForEach(this, Connection, Change);

    private void Change(RedisConnection connection)
    {
        EvictionPolicyPlan plan = Await(EvictionPolicyStore.PlanAsync(connection, Policy.Trim().ToLowerInvariant(), MaxMemorySamples, Persist, StopToken));
        foreach (string warning in IsWhatIf ? [] : plan.Warnings)
        {
            WriteWarning($"{connection}: {warning}");
        }

        if (plan.IsDifferent
            ? !ConfirmMassChange(plan.ToString(), plan.IsDangerous ? 1 : 0, 1, Force)
            : plan.NeedsRewrite && !ShouldProcess(connection.ToString(), "Write maxmemory-policy to the configuration file"))
        {
            return;
        }

        RedisEvictionPolicy result = Await(EvictionPolicyStore.ApplyAsync(connection, plan, StopToken));
        WriteObject(result);
        MemoryServers.TellWhatIsLost(this, connection, "maxmemory-policy", Persist ? result.Persisted : null, result.Note);
    }
}
