using System.Management.Automation;
using RedisPS.Core.Configuration;

namespace RedisPS.Configuration;

/// <summary>Get-RedisPendingChange: the changes that are undone by themselves unless they are confirmed.</summary>
[Cmdlet(VerbsCommon.Get, "RedisPendingChange")]
[OutputType(typeof(PendingChange))]
public sealed class GetRedisPendingChangeCommand : RedisCmdlet
{
    /// <summary>Also those that were confirmed or undone.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void End() => WriteObject(PendingChanges.All.Where(change => All || change.State == PendingChangeState.Pending), enumerateCollection: true);
}
