using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Remove-RedisKey: removes keys by name or by pattern (UNLINK), after one question that shows what it touches.</summary>
[Cmdlet(VerbsCommon.Remove, "RedisKey", DefaultParameterSetName = KeySet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OperationResult), typeof(RedisKeyName))]
public sealed class RemoveRedisKeyCommand : RedisConnectedCmdlet
{
    private const string KeySet = "Key";
    private const string PatternSet = "Pattern";

    private MassChange? _change;

    /// <summary>The keys.</summary>
    [Parameter(ParameterSetName = KeySet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <summary>Redis patterns; every key that matches any of them is removed.</summary>
    [Parameter(ParameterSetName = PatternSet, Mandatory = true)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public string[] Pattern { get; set; } = [];

    /// <summary>Redis patterns; a key that matches one of them stays.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Only keys of these types.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ArgumentCompleter(typeof(KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>Only keys without expiry.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    public SwitchParameter NoExpiry { get; set; }

    /// <summary>Only keys that nobody used for longer than this.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [DurationTransformation]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public TimeSpan? IdleLongerThan { get; set; }

    /// <summary>DEL instead of UNLINK.</summary>
    [Parameter]
    public SwitchParameter Blocking { get; set; }

    /// <summary>At most so many keys with one command.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>At most so many keys a second.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxOperationsPerSecond { get; set; }

    /// <summary>At most so many keys.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxKeys { get; set; }

    /// <summary>Where to keep the list of the keys.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>Keep the keys in the recycle bin before they are removed.</summary>
    [Parameter]
    public SwitchParameter Recycle { get; set; }

    /// <summary>The folder of the recycle bin.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RecyclePath { get; set; }

    /// <summary>No question.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the removed keys instead of the result.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        RecycleFolder? bin = Recycle || RecyclePath is not null ? new RecycleFolder(RecyclePath is null ? null : GetUnresolvedProviderPathFromPSPath(RecyclePath)) : null;
        _change = new MassChange(this, new MassChangeOptions
        {
            Action = "Remove",
            Destination = bin is null ? null : $"; kept in the recycle bin {bin.Path}",
            Step = () => bin is null ? new RemoveStep { Blocking = Blocking } : new RecycleStep(bin) { Blocking = Blocking },
            Force = Force,
            MaxOperationsPerSecond = MaxOperationsPerSecond,
            BatchSize = BatchSize,
            MaxKeys = MaxKeys,
            PlanPath = PlanPath is null ? null : GetUnresolvedProviderPathFromPSPath(PlanPath),
            PassThru = PassThru ? static (target, keys) => Task.FromResult<IEnumerable<object>>(RedisKeyName.All(keys, target.Origin)) : null,
        });
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (PlanPath is not null && Connections.Count > 1)
        {
            // Before anything is removed on the first of them.
            ThrowTerminatingError(KeyErrors.OnePlanOnly(PlanPath));
        }

        ForEachConnection((connection, client) =>
        {
            if (ParameterSetName == KeySet)
            {
                _change!.Add(connection, client, Key);
                return;
            }

            _change!.Run(connection, client, new KeyQuery
            {
                Patterns = Pattern.Select(pattern => (KeyPattern)pattern).ToArray(),
                Exclude = Exclude.Select(pattern => (KeyPattern)pattern).ToArray(),
                Types = Type,
                NoExpiry = NoExpiry,
                IdleLongerThan = IdleLongerThan,
            });
        });
    }

    /// <inheritdoc/>
    protected override void End() => _change!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _change?.Dispose();
    }
}
