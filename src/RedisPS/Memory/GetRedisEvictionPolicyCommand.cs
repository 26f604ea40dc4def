using System.Management.Automation;
using RedisPS.Core.Memory;

namespace RedisPS.Memory;

/// <summary>Get-RedisEvictionPolicy: what a server does at its memory limit, or all that it could do.</summary>
[Cmdlet(VerbsCommon.Get, "RedisEvictionPolicy")]
[OutputType(typeof(RedisEvictionPolicy))]
public sealed class GetRedisEvictionPolicyCommand : RedisServerCmdlet
{
    /// <summary>All policies that the server knows.</summary>
    [Parameter]
    public SwitchParameter List { get; set; }

    /// <inheritdoc/>
    protected override void Process() => MemoryServers.ForEach(this, Connection, connection =>
    {
        if (List)
        {
            WriteObject(Await(EvictionPolicyStore.ListAsync(connection, StopToken)), enumerateCollection: true);
        }
        else
        {
            WriteObject(Await(EvictionPolicyStore.ReadAsync(connection, StopToken)));
        }
    });
}
