using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Configuration;

namespace RedisPS.Configuration;

/// <summary>Get-RedisPendingChange: the changes that are undone by themselves unless they are confirmed.</summary>
[Cmdlet(VerbsCommon.Get, "RedisPendingChange")]
[OutputType(typeof(PendingChange))]
public sealed class GetRedisPendingChangeCommand : RedisCmdlet
{
    /// <summary>The changes, by number, wherever they stand. Without it: all that are pending.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(PendingChangeCompleter))]
    public int[]? Id { get; set; }

    /// <summary>Also those that were confirmed or undone.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        IReadOnlyList<PendingChange> changes = PendingChanges.All;
        foreach (int id in (Id ?? []).Except(changes.Select(change => change.Id)))
        {
            WriteError(RedisErrors.NotFound("PendingChangeNotFound", $"No change in this process has the number {id}.", id, "Get-RedisPendingChange -All lists them."));
        }

        WriteObject(changes.Where(change => Id is null ? All || change.State == PendingChangeState.Pending : Id.Contains(change.Id)), enumerateCollection: true);
    }
}
