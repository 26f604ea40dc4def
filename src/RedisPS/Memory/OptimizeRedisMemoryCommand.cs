using System.Management.Automation;
using RedisPS.Core.Memory;

namespace RedisPS.Memory;

/// <summary>Optimize-RedisMemory: gives memory back to the operating system, and shows before and after.</summary>
[Cmdlet(VerbsCommon.Optimize, "RedisMemory", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MemoryOptimization))]
public sealed class OptimizeRedisMemoryCommand : RedisServerCmdlet
{
    /// <summary>Have the allocator give its free pages back. What happens without parameters.</summary>
    [Parameter]
    public SwitchParameter Purge { get; set; }

    /// <summary>Turn active defragmentation on or off.</summary>
    [Parameter]
    public ActiveDefragState? ActiveDefrag { get; set; }

    /// <inheritdoc/>
    protected override void Process() => MemoryServers.ForEach(this, Connection, connection =>
    {
        bool purge = Purge || ActiveDefrag is null;
        bool? defrag = ActiveDefrag is { } wanted ? wanted == ActiveDefragState.On : null;
        string action = string.Join(" and ", new[] { purge ? "Return free pages (MEMORY PURGE)" : "", defrag is { } on ? $"Turn active defragmentation {(on ? "on" : "off")}" : "" }.Where(part => part.Length > 0));
        if (ShouldProcess(connection.ToString(), action))
        {
            WriteObject(Await(MemoryOptimizer.RunAsync(connection, purge, defrag, StopToken)));
        }
    });
}
