using System.Management.Automation;
using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Get-RedisKey: streams the keys that match patterns (SCAN), or looks up keys by name.</summary>
[Cmdlet(VerbsCommon.Get, "RedisKey", DefaultParameterSetName = PatternSet)]
[OutputType(typeof(RedisKeyInfo), typeof(RedisKeyName))]
public sealed class GetRedisKeyCommand : RedisConnectedCmdlet
{
    private const string PatternSet = "Pattern";
    private const string LiteralSet = "LiteralPattern";
    private const string KeySet = "Key";

    private readonly List<string> _piped = [];
    private readonly KeyBatch _batch;

    /// <summary>Makes the cmdlet.</summary>
    public GetRedisKeyCommand() => _batch = new KeyBatch((target, keys) => LookUp(target, keys, missingIsError: true));

    /// <summary>Redis patterns; a key that matches any of them is listed.</summary>
    [Parameter(ParameterSetName = PatternSet, Position = 0)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public string[] Pattern { get; set; } = ["*"];

    /// <summary>From the pipeline: text is a pattern, an object that has a key is looked up, one that has a database is walked.</summary>
    [Parameter(ParameterSetName = PatternSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>Names in which no character is special.</summary>
    [Parameter(ParameterSetName = LiteralSet, Mandatory = true)]
    [ArgumentCompleter(typeof(KeyCompleter))]
    [KeyTransformation]
    public RedisKey[] LiteralPattern { get; set; } = [];

    /// <summary>The keys themselves.</summary>
    [Parameter(ParameterSetName = KeySet, Mandatory = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <summary>Redis patterns; a key that matches one of them is left out.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>A .NET regular expression that the displayed name must match.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    public string? Regex { get; set; }

    /// <summary>Types to keep: string, list, set, zset, hash, stream, or a module's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>Stop after so many keys per connection.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateRange(0, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>Leave out so many keys at the beginning.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>SCAN's COUNT.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateRange(1, 1_000_000)]
    public int? ScanCount { get; set; }

    /// <summary>The SCAN cursor to go on from.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    public ulong Cursor { get; set; }

    /// <summary>The name of a variable that receives the cursor to go on from.</summary>
    [Parameter(ParameterSetName = PatternSet)]
    [ValidateNotNullOrEmpty]
    public string? CursorVariable { get; set; }

    /// <summary>Only names, nothing else asked.</summary>
    [Parameter]
    public SwitchParameter NameOnly { get; set; }

    /// <summary>MEMORY USAGE of each key.</summary>
    [Parameter]
    public SwitchParameter IncludeMemory { get; set; }

    /// <summary>How many elements MEMORY USAGE looks at; 0 all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Samples { get; set; }

    /// <summary>The length of each key's value.</summary>
    [Parameter]
    public SwitchParameter IncludeLength { get; set; }

    /// <summary>OBJECT ENCODING of each key.</summary>
    [Parameter]
    public SwitchParameter IncludeEncoding { get; set; }

    /// <summary>OBJECT IDLETIME of each key, or OBJECT FREQ.</summary>
    [Parameter]
    public SwitchParameter IncludeIdle { get; set; }

    private KeyColumns Columns => NameOnly
        ? KeyColumns.None
        : KeyColumns.Type | KeyColumns.TimeToLive
            | (IncludeMemory ? KeyColumns.Memory : 0)
            | (IncludeLength ? KeyColumns.Length : 0)
            | (IncludeEncoding ? KeyColumns.Encoding : 0)
            | (IncludeIdle ? KeyColumns.IdleTime | KeyColumns.Frequency : 0);

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName != PatternSet)
        {
            bool isKey = ParameterSetName == KeySet;
            ForEachConnection((connection, client) => LookUp(new KeyTarget(connection, client), isKey ? Key : LiteralPattern, isKey));
        }
        else if (!MyInvocation.ExpectingInput)
        {
            Walk(Pattern);
        }
        else if (PatternTransformationAttribute.TryGetPattern(InputObject, out string? pattern))
        {
            _piped.Add(pattern);
        }
        else if (KeyTransformationAttribute.TryGetKey(InputObject, out RedisKey key))
        {
            ForEachConnection((connection, client) => _batch.Add(connection, client, [key]));
        }
        else if (InputObject is not null)
        {
            Walk(Pattern);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        _batch.Flush();
        if (_piped.Count > 0)
        {
            Walk(_piped);
        }
    }

    private void Walk(IReadOnlyList<string> patterns)
    {
        KeyQuery query = new()
        {
            Patterns = patterns.Select(pattern => (KeyPattern)pattern).ToArray(),
            Exclude = Exclude.Select(pattern => (KeyPattern)pattern).ToArray(),
            Regex = NameExpression(),
            Types = Type,
            Columns = Columns,
            ScanCount = ScanCount,
            MemorySamples = Samples,
            StartCursor = Cursor,
        };
        ForEachConnection((connection, client) => Walk(connection, client, query));
    }

    private void Walk(RedisConnection connection, RedisClient client, KeyQuery query)
    {
        if (First == 0)
        {
            return;
        }

        WalkOutput output = new(this, Skip, First ?? long.MaxValue, wholePages: CursorVariable is not null);
        using KeyWalker walker = new(this, connection, client, query);
        KeyOrigin origin = new KeyTarget(connection, client).Origin;
        if (NameOnly && query.NamesDecide)
        {
            walker.Names(names => output.Write(RedisKeyName.All(names, origin)));
        }
        else if (NameOnly)
        {
            walker.Pages(page => output.Write(page.Select(key => new RedisKeyName(key.GetRedisKey(), origin)).ToArray()));
        }
        else
        {
            walker.Pages(output.Write);
        }

        if (CursorVariable is not null)
        {
            SessionState.PSVariable.Set(CursorVariable, walker.Cursor);
        }
    }

    private void LookUp(KeyTarget target, RedisKey[] wanted, bool missingIsError)
    {
        List<KeyError> errors = [];
        List<string> restrictions = [];
        IReadOnlyList<RedisKeyInfo?> found = Await(KeyLookup.FindAsync(target.Client, wanted, Columns | KeyColumns.Type, target.Name, Samples, errors, StopToken, restrictions: restrictions));
        KeyOrigin origin = target.Origin;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (found[i] is not { } key)
            {
                if (missingIsError)
                {
                    WriteError(KeyErrors.NotFound(wanted[i], target));
                }
            }
            else if (Type.Length == 0 || Type.Contains(key.Type, StringComparer.OrdinalIgnoreCase))
            {
                WriteObject(NameOnly ? new RedisKeyName(wanted[i], origin) : key);
            }
        }

        restrictions.ForEach(WriteWarning);
        KeyErrorSummary.Write(this, errors);
    }

    private Regex? NameExpression()
    {
        try
        {
            return Regex is null ? null : new Regex(Regex, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("RegexInvalid", e.Message, Regex));
            return null;
        }
    }
}
