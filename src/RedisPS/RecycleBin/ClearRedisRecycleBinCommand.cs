using System.Globalization;
using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Transfer;
using RedisPS.Transformations;

namespace RedisPS.RecycleBin;

/// <summary>Clear-RedisRecycleBin: removes what cannot be brought back afterwards.</summary>
[Cmdlet(VerbsCommon.Clear, "RedisRecycleBin", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class ClearRedisRecycleBinCommand : RedisCmdlet
{
    private readonly List<RecycledOperation> _operations = [];
    private bool _named;

    /// <summary>The operations, by their ids or the beginnings of these.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] OperationId { get; set; } = [];

    /// <summary>Only operations that began longer ago than this.</summary>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>The folder of the recycle bin.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? RecyclePath { get; set; }

    /// <summary>Not taken: a single key, as Get-RedisRecycleBin -Key lists it, would be its whole operation here. What has a key is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    [Alias("KeyBytes")]
    public object? Key { get; set; }

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _named = OperationId.Length > 0;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Key is not null)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument(
                "WholeOperationOnly",
                "Clear-RedisRecycleBin removes whole operations, and this is a single key: every other key of its operation would go with it. Nothing was removed.",
                Key,
                "Get-RedisRecycleBin without -Key lists operations to pipe, -OperationId names them; Restore-RedisKey brings single keys back."));
        }

        DateTimeOffset? before = OlderThan is { } age ? DateTimeOffset.UtcNow - age : null;
        foreach (RecycledOperation operation in RecycleBinQuery.Find(this, RecyclePath, OperationId).Where(operation => before is null || operation.RemovedAt < before))
        {
            if (_named || !IsUnderWay(operation))
            {
                _operations.Add(operation);
            }
            else
            {
                WriteWarning($"The operation {operation.OperationId} has no end yet, and its journal was written within the last hour: it may still be going on, and stays. -OperationId names it all the same.");
            }
        }
    }

    // A removal that is still going on writes into its journal all the time; named by its id it goes all the same.
    private static bool IsUnderWay(RecycledOperation operation) => operation.State == RecycleState.Unfinished && DateTime.UtcNow - System.IO.File.GetLastWriteTimeUtc(operation.Path) < TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override void End()
    {
        RecycledOperation[] operations = [.. _operations.DistinctBy(operation => operation.Path)];
        if (operations.Length == 0)
        {
            return;
        }

        string what = string.Create(
            CultureInfo.InvariantCulture,
            $"Remove {Count(operations.Length, "operation")} with {Count(operations.Sum(operation => operation.Keys), "key")}, {ByteSize.Format(operations.Sum(operation => operation.Bytes))}, from the recycle bin {operations[0].RecyclePath}{Damage(operations)}: these keys cannot be brought back afterwards");
        if (!ConfirmMassChange(what, operations.Length, 1, Force))
        {
            return;
        }

        foreach (RecycledOperation operation in operations)
        {
            try
            {
                RecycleFolder.Remove(operation);
            }
            catch (TransferException e)
            {
                WriteRedisError(e, operation);
            }
        }
    }

    private static string Damage(RecycledOperation[] operations) => operations.Count(operation => operation.State == RecycleState.Damaged) is var damaged and > 0
        ? string.Create(CultureInfo.InvariantCulture, $" ({(damaged == 1 ? "one journal is" : $"{damaged:N0} journals are")} damaged: {string.Join(", ", operations.Where(operation => operation.Problem is not null).Take(5).Select(operation => System.IO.Path.GetFileName(operation.Path)))}; the count holds only the keys that can be read)")
        : "";

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
