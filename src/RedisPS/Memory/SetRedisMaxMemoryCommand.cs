using System.Management.Automation;
using RedisPS.Core;
using RedisPS.Core.Connections;
using RedisPS.Core.Memory;
using RedisPS.Transformations;

namespace RedisPS.Memory;

/// <summary>Set-RedisMaxMemory: sets a server's memory limit, after saying what it would do to the data.</summary>
[Cmdlet(VerbsCommon.Set, "RedisMaxMemory", DefaultParameterSetName = SizeSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RedisMaxMemory))]
public sealed class SetRedisMaxMemoryCommand : RedisServerCmdlet
{
    private const string SizeSet = "Size";
    private const string UnlimitedSet = "Unlimited";
    private const string PercentSet = "Percent";

    /// <summary>The limit: bytes, 512mb, 2gb.</summary>
    [Parameter(ParameterSetName = SizeSet, Mandatory = true, Position = 0)]
    [SizeTransformation]
    public long Size { get; set; }

    /// <summary>No limit.</summary>
    [Parameter(ParameterSetName = UnlimitedSet, Mandatory = true)]
    public SwitchParameter Unlimited { get; set; }

    /// <summary>The limit as a share of the machine's memory.</summary>
    [Parameter(ParameterSetName = PercentSet, Mandatory = true)]
    [PercentTransformation]
    public double PercentOfSystem { get; set; }

    /// <summary>Write the configuration file too.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>No question.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        // Rounded down to nothing it would be no limit at all, which is the opposite.
        if (ParameterSetName == PercentSet && PercentOfSystem < 1)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("PercentInvalid", "The share of the machine's memory must be between 1 and 100 percent.", PercentOfSystem, "For no limit use -Unlimited."));
        }
    }

    /// <inheritdoc/>
    protected override void Process() => MemoryServers.ForEach(this, Connection, Change);

    private void Change(RedisConnection connection)
    {
        ByteSize size = ParameterSetName switch
        {
            UnlimitedSet => new ByteSize(0, null),
            PercentSet => new ByteSize(null, PercentOfSystem),
            _ => new ByteSize(Size, null),
        };
        MaxMemoryPlan plan = Await(MaxMemoryStore.PlanAsync(connection, size, Persist, StopToken));
        if (plan.IsChange)
        {
            foreach (string warning in IsWhatIf ? [] : plan.Warnings)
            {
                WriteWarning($"{connection}: {warning}");
            }

            if (!ConfirmMassChange(plan.ToString(), plan.IsDangerous ? 1 : 0, 1, Force))
            {
                return;
            }
        }
        else if (plan.NeedsRewrite && !ShouldProcess(connection.ToString(), "Write maxmemory to the configuration file"))
        {
            return;
        }

        RedisMaxMemory result = Await(MaxMemoryStore.ApplyAsync(connection, plan, StopToken));
        WriteObject(result);
        MemoryServers.TellWhatIsLost(this, connection, "maxmemory", Persist ? result.Persisted : null, result.Note);
    }
}
