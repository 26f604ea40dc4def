using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Configuration;

/// <summary>Confirm-RedisChange: keeps a change that would otherwise be undone by itself, after a new connection has shown that one can still get in.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "RedisChange", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(PendingChange))]
public sealed class ConfirmRedisChangeCommand : RedisCmdlet
{
    /// <summary>The changes, by number. Without it: all that are pending on servers of this session.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PendingChangeCompleter))]
    public int[]? Id { get; set; }

    /// <summary>The connection with which to try whether one can still connect. Without it: the one that the change was made with.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateCount(1, 1)]
    public RedisConnection[]? Connection { get; set; }

    /// <summary>Do not try to connect.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        PendingChange[] pending = PendingChanges.All.Where(change => Id is null ? change.State == PendingChangeState.Pending && IsOurs(change) : Id.Contains(change.Id)).ToArray();
        foreach (int id in (Id ?? []).Except(pending.Select(change => change.Id)))
        {
            WriteError(RedisErrors.NotFound("PendingChangeNotFound", $"No change in this process has the number {id}.", id, "Get-RedisPendingChange lists them."));
        }

        if (Id is null && pending.Length == 0)
        {
            WriteError(RedisErrors.NotFound("PendingChangeNotFound", "No change waits for a confirmation.", null, "Get-RedisPendingChange -All shows what became of earlier ones."));
        }

        foreach (PendingChange change in pending.Where(change => ShouldProcess($"{string.Join(", ", change.Changes)} on {change.Server}", "Keep the change")))
        {
            Confirm(change);
        }
    }

    // A process may have other sessions, with changes of their own.
    private bool IsOurs(PendingChange change) =>
        ConnectionRegistry.Current.Find(change.ConnectionName)?.Server == change.Server || Connection?[0].Server == change.Server;

    private void Confirm(PendingChange change)
    {
        RedisConnection? connection = Connection?[0] ?? ConnectionRegistry.Current.Find(change.ConnectionName);
        if (connection is null)
        {
            WriteError(RedisErrors.NotFound("ConnectionNotFound", $"The connection '{change.ConnectionName}' of this change is gone; it is not confirmed.", change, "Connect again, and name that connection with -Connection."));
            return;
        }

        if (!Force && !CanConnect(connection, change))
        {
            return;
        }

        if (!Await(PendingChanges.ConfirmAsync(change, connection.Client, StopToken)))
        {
            WriteError(RedisErrors.Record(
                new InvalidOperationException($"Too late: the change of {string.Join(", ", change.Changes)} on {change.Server} is {Outcome(change)}."),
                "ConfirmTooLate", ErrorCategory.InvalidOperation, change, "Make the change again, with a longer -RevertAfter."));
            return;
        }

        WriteObject(change);
        if (change.Persisted == false)
        {
            WriteError(RedisErrors.ConfigNotPersisted(change.Server, change.Changes, change.Note, change));
        }
    }

    // A connection that is open proves nothing: it was let in before the change.
    private bool CanConnect(RedisConnection connection, PendingChange change)
    {
        try
        {
            Await(TryAsync(connection));
            return true;
        }
        catch (RedisException e)
        {
            WriteError(RedisErrors.Record(
                e, "ConfirmRefused", ErrorCategory.ConnectionError, change,
                $"Nobody could connect anew as {connection.Name} does, so the change is not confirmed and will be undone at {change.RevertsAt.LocalDateTime:T}. If that is as it should be (a new password, a new port), connect with Connect-Redis and name that connection with -Connection; or use -Force."));
            return false;
        }
    }

    private async Task TryAsync(RedisConnection connection)
    {
        RedisBulkConnection trial = await connection.Client.OpenBulkAsync(StopToken).ConfigureAwait(false);
        await trial.DisposeAsync().ConfigureAwait(false);
    }

    private static string Outcome(PendingChange change) => change.State switch
    {
        PendingChangeState.Confirmed => "confirmed already",
        PendingChangeState.NotReverted => $"not undone: {change.Note}",
        _ => "undone",
    };
}
