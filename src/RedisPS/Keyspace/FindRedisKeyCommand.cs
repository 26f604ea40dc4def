using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Find-RedisKey: the largest keys, keys without expiry, keys that expire soon or late, keys that nobody uses.</summary>
[Cmdlet(VerbsCommon.Find, "RedisKey", DefaultParameterSetName = LargestSet)]
[OutputType(typeof(RedisKeyInfo))]
public sealed class FindRedisKeyCommand : RedisConnectedCmdlet
{
    private const string LargestSet = "Largest";
    private const string NoExpirySet = "NoExpiry";
    private const string ExpiringSet = "Expiring";
    private const string IdleSet = "Idle";

    /// <summary>How many of the largest keys.</summary>
    [Parameter(ParameterSetName = LargestSet, Mandatory = true)]
    [ValidateRange(1, 1_000_000)]
    public int Largest { get; set; }

    /// <summary>What is compared.</summary>
    [Parameter(ParameterSetName = LargestSet)]
    public KeySizeMeasure By { get; set; } = KeySizeMeasure.Memory;

    /// <summary>Keys without expiry.</summary>
    [Parameter(ParameterSetName = NoExpirySet, Mandatory = true)]
    public SwitchParameter NoExpiry { get; set; }

    /// <summary>Keys that expire within this time.</summary>
    [Parameter(ParameterSetName = ExpiringSet)]
    [DurationTransformation]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public TimeSpan? ExpiringWithin { get; set; }

    /// <summary>Keys that expire, but not within this time.</summary>
    [Parameter(ParameterSetName = ExpiringSet)]
    [DurationTransformation]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public TimeSpan? ExpiringAfter { get; set; }

    /// <summary>Keys that nobody used for longer than this.</summary>
    [Parameter(ParameterSetName = IdleSet, Mandatory = true)]
    [DurationTransformation]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public TimeSpan? IdleLongerThan { get; set; }

    /// <summary>Redis patterns; a key that matches any of them is looked at.</summary>
    [Parameter(Position = 0)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public string[] Pattern { get; set; } = ["*"];

    /// <summary>Redis patterns; a key that matches one of them is left out.</summary>
    [Parameter]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Types to keep.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>Look at so many keys only.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? SampleSize { get; set; }

    /// <summary>How many elements MEMORY USAGE looks at; 0 all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Samples { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        KeyQuery query = new()
        {
            Patterns = Pattern.Select(pattern => (KeyPattern)pattern).ToArray(),
            Exclude = Exclude.Select(pattern => (KeyPattern)pattern).ToArray(),
            Types = Type,
            Columns = KeyColumns.Type | KeyColumns.TimeToLive | (IdleLongerThan is null ? 0 : KeyColumns.IdleTime),
            NoExpiry = NoExpiry,
            ExpiringWithin = ExpiringWithin,
            ExpiringAfter = ExpiringAfter,
            IdleLongerThan = IdleLongerThan,
            SampleSize = SampleSize,
            MemorySamples = Samples,
        };
        if (ParameterSetName == ExpiringSet && ExpiringWithin is null && ExpiringAfter is null)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("ArgumentMissing", "Say what to find: -Largest, -NoExpiry, -ExpiringWithin, -ExpiringAfter or -IdleLongerThan.", null));
        }

        ForEachConnection((connection, client) =>
        {
            if (ParameterSetName == LargestSet)
            {
                FindLargest(connection, client, query);
            }
            else
            {
                Walk(connection, client, query);
            }
        });
    }

    private void Walk(RedisConnection connection, RedisClient client, KeyQuery query)
    {
        using KeyWalker walker = new(this, connection, client, query);
        walker.Pages(new WalkOutput(this, 0, long.MaxValue, wholePages: false).Write);
    }

    private void FindLargest(RedisConnection connection, RedisClient client, KeyQuery query)
    {
        KeyErrorSummary errors = new();
        List<string> notes = [];
        OperationProgress? reached = null;
        ProgressReporter progress = new(this, $"Looking for the largest keys on {connection.Server} db{client.Database}", "keys");
        KeyRank rank = By == KeySizeMeasure.Memory ? KeyRank.Memory : KeyRank.Length;
        try
        {
            Task<IReadOnlyList<RedisKeyInfo>> search = KeyFinder.LargestAsync(client, query, Largest, rank, connection.Name, now => Volatile.Write(ref reached, now), errors.Add, notes.Add, StopToken);
            WriteObject(Await(search, () => progress.Report(Volatile.Read(ref reached)?.Done ?? 0, Volatile.Read(ref reached)?.Total)), true);
        }
        finally
        {
            progress.Complete();
        }

        foreach (string note in notes)
        {
            WriteWarning(note);
        }

        errors.Write(this);
    }
}
