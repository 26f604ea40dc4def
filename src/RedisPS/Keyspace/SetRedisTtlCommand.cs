using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Set-RedisTtl: sets or removes the expiry of keys (PEXPIRE, PEXPIREAT, PERSIST), by name or by pattern.</summary>
[Cmdlet(VerbsCommon.Set, "RedisTtl", DefaultParameterSetName = RelativeKey, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OperationResult), typeof(RedisKeyInfo))]
public sealed class SetRedisTtlCommand : RedisConnectedCmdlet
{
    private const string RelativeKey = "RelativeKey";
    private const string RelativePattern = "RelativePattern";
    private const string AbsoluteKey = "AbsoluteKey";
    private const string AbsolutePattern = "AbsolutePattern";
    private const string PersistKey = "PersistKey";
    private const string PersistPattern = "PersistPattern";

    private MassChange? _change;

    /// <summary>How long the keys live from now.</summary>
    [Parameter(ParameterSetName = RelativeKey, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = RelativePattern, Mandatory = true, Position = 0)]
    [DurationTransformation]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public TimeSpan TimeToLive { get; set; }

    /// <summary>When the keys expire.</summary>
    [Parameter(ParameterSetName = AbsoluteKey, Mandatory = true)]
    [Parameter(ParameterSetName = AbsolutePattern, Mandatory = true)]
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Take the expiry away.</summary>
    [Parameter(ParameterSetName = PersistKey, Mandatory = true)]
    [Parameter(ParameterSetName = PersistPattern, Mandatory = true)]
    public SwitchParameter Persist { get; set; }

    /// <summary>The keys.</summary>
    [Parameter(ParameterSetName = RelativeKey, Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AbsoluteKey, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PersistKey, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <summary>Redis patterns; every key that matches any of them is changed.</summary>
    [Parameter(ParameterSetName = RelativePattern, Mandatory = true)]
    [Parameter(ParameterSetName = AbsolutePattern, Mandatory = true)]
    [Parameter(ParameterSetName = PersistPattern, Mandatory = true)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public string[] Pattern { get; set; } = [];

    /// <summary>Redis patterns; a key that matches one of them is left alone.</summary>
    [Parameter(ParameterSetName = RelativePattern)]
    [Parameter(ParameterSetName = AbsolutePattern)]
    [Parameter(ParameterSetName = PersistPattern)]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Only keys of these types.</summary>
    [Parameter(ParameterSetName = RelativePattern)]
    [Parameter(ParameterSetName = AbsolutePattern)]
    [Parameter(ParameterSetName = PersistPattern)]
    [ArgumentCompleter(typeof(KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>NX, XX, GT or LT.</summary>
    [Parameter(ParameterSetName = RelativeKey)]
    [Parameter(ParameterSetName = RelativePattern)]
    [Parameter(ParameterSetName = AbsoluteKey)]
    [Parameter(ParameterSetName = AbsolutePattern)]
    public TtlCondition Condition { get; set; }

    /// <summary>Only keys without expiry.</summary>
    [Parameter(ParameterSetName = RelativeKey)]
    [Parameter(ParameterSetName = RelativePattern)]
    [Parameter(ParameterSetName = AbsoluteKey)]
    [Parameter(ParameterSetName = AbsolutePattern)]
    public SwitchParameter OnlyIfPersistent { get; set; }

    /// <summary>Spread at random by this share, in percent.</summary>
    [Parameter(ParameterSetName = RelativeKey)]
    [Parameter(ParameterSetName = RelativePattern)]
    [PercentTransformation]
    public double Jitter { get; set; }

    /// <summary>Permit a time that removes the keys at once.</summary>
    [Parameter(ParameterSetName = RelativeKey)]
    [Parameter(ParameterSetName = RelativePattern)]
    [Parameter(ParameterSetName = AbsoluteKey)]
    [Parameter(ParameterSetName = AbsolutePattern)]
    public SwitchParameter AllowExpireNow { get; set; }

    /// <summary>At most so many keys with one round trip.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>At most so many keys a second.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxOperationsPerSecond { get; set; }

    /// <summary>No question.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the changed keys instead of the result.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsRelative => ParameterSetName is RelativeKey or RelativePattern;

    private bool RemovesAtOnce => !Persist && (IsRelative ? TimeToLive <= TimeSpan.Zero : ExpiresAt <= DateTimeOffset.UtcNow);

    private string Action => Persist ? "Remove the expiry of"
        : RemovesAtOnce ? $"Remove, by {Time}{Limits},"
        : $"Set {Time}{Limits}{(Limits.Length > 0 ? "," : "")} on";

    private string Time => IsRelative
        ? $"a time to live of {DurationText.Format(TimeToLive)}{(Jitter > 0 ? string.Create(CultureInfo.InvariantCulture, $" ± {Jitter:0.##} %") : "")}"
        : $"the expiry {ExpiresAt.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)}";

    private string Limits => (OnlyIfPersistent ? TtlCondition.NX : Condition) switch
    {
        TtlCondition.NX => ", only where there is none",
        TtlCondition.XX => ", only where there is one",
        TtlCondition.GT => ", only where that is later",
        TtlCondition.LT => ", only where that is earlier",
        _ => "",
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (RemovesAtOnce && !AllowExpireNow)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument(
                "TimeToLiveInvalid",
                IsRelative ? $"A time to live of {DurationText.Format(TimeToLive)} removes the keys at once." : $"The time {ExpiresAt:O} has passed: the keys would be removed at once.",
                IsRelative ? TimeToLive : ExpiresAt,
                "Give a later time; or, if they are to go, use Remove-RedisKey or -AllowExpireNow."));
        }

        if (OnlyIfPersistent && Condition is not (TtlCondition.None or TtlCondition.NX))
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("ConditionConflict", $"-OnlyIfPersistent means -Condition NX, and cannot be combined with {Condition}.", Condition));
        }

        _change = new MassChange(this, new MassChangeOptions
        {
            Action = Action,
            Step = Step,
            Force = Force,
            MaxOperationsPerSecond = MaxOperationsPerSecond,
            BatchSize = BatchSize,
            PassThru = PassThru ? LookUpAsync : null,
        });
    }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection((connection, client) =>
    {
        if (ParameterSetName is RelativeKey or AbsoluteKey or PersistKey)
        {
            _change!.Add(connection, client, Key);
            return;
        }

        _change!.Run(connection, client, new KeyQuery
        {
            Patterns = Pattern.Select(pattern => (KeyPattern)pattern).ToArray(),
            Exclude = Exclude.Select(pattern => (KeyPattern)pattern).ToArray(),
            Types = Type,
        });
    });

    /// <inheritdoc/>
    protected override void End() => _change!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _change?.Dispose();
    }

    private MassStep Step() => Persist
        ? new PersistStep()
        : new ExpireStep
        {
            TimeToLive = IsRelative ? TimeToLive : null,
            ExpiresAt = IsRelative ? null : ExpiresAt,
            JitterPercent = Jitter,
            AllowExpireNow = AllowExpireNow,
            Condition = (OnlyIfPersistent ? TtlCondition.NX : Condition) switch
            {
                TtlCondition.NX => ExpireCondition.IfNone,
                TtlCondition.XX => ExpireCondition.IfAny,
                TtlCondition.GT => ExpireCondition.IfLonger,
                TtlCondition.LT => ExpireCondition.IfShorter,
                _ => ExpireCondition.None,
            },
        };

    private async Task<IEnumerable<object>> LookUpAsync(KeyTarget target, IReadOnlyList<RedisKey> keys) =>
        await KeyLookup.GetAsync(target.Client, keys, KeyColumns.Type | KeyColumns.TimeToLive, target.Name, null, StopToken).ConfigureAwait(false);
}
