using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Rename-RedisKey: renames one key, or replaces the beginning of many names (RENAME, RENAMENX).</summary>
[Cmdlet(VerbsCommon.Rename, "RedisKey", DefaultParameterSetName = SingleSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OperationResult), typeof(RedisKeyInfo))]
public sealed class RenameRedisKeyCommand : RedisConnectedCmdlet
{
    private const string SingleSet = "Single";
    private const string PrefixSet = "Prefix";

    /// <summary>The key.</summary>
    [Parameter(ParameterSetName = SingleSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation(Single = true)]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey Key { get; set; }

    /// <summary>The new name.</summary>
    [Parameter(ParameterSetName = SingleSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation(Single = true)]
    public RedisKey NewName { get; set; }

    /// <summary>Only if no key has the new name.</summary>
    [Parameter(ParameterSetName = SingleSet)]
    public SwitchParameter IfNotExists { get; set; }

    /// <summary>The beginning of the names that is replaced.</summary>
    [Parameter(ParameterSetName = PrefixSet, Mandatory = true)]
    [KeyTransformation(Single = true)]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey From { get; set; }

    /// <summary>What the names begin with afterwards.</summary>
    [Parameter(ParameterSetName = PrefixSet, Mandatory = true)]
    [KeyTransformation(Single = true)]
    [AllowEmptyString]
    public RedisKey To { get; set; }

    /// <summary>Redis patterns; only keys that match one of them, and begin with -From.</summary>
    [Parameter(ParameterSetName = PrefixSet)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public string[] Pattern { get; set; } = [];

    /// <summary>Only keys of these types.</summary>
    [Parameter(ParameterSetName = PrefixSet)]
    [ArgumentCompleter(typeof(KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>At most so many keys with one round trip.</summary>
    [Parameter(ParameterSetName = PrefixSet)]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>At most so many keys a second.</summary>
    [Parameter(ParameterSetName = PrefixSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxOperationsPerSecond { get; set; }

    /// <summary>No question, and overwrite keys that have a new name already.</summary>
    [Parameter(ParameterSetName = PrefixSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the keys under their new names instead of the result.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection((connection, client) =>
    {
        KeyTarget target = new(connection, client);
        if (ParameterSetName == SingleSet)
        {
            RenameOne(target);
        }
        else
        {
            RenameMany(target);
        }
    });

    private void RenameOne(KeyTarget target)
    {
        if (KeyPresence.Ask(this, target, [Key])[0] == false)
        {
            WriteError(KeyErrors.NotFound(Key, target));
            return;
        }

        string overwrites = NewName == Key || KeyPresence.Ask(this, target, [NewName])[0] != true ? ""
            : IfNotExists ? ", which exists: nothing is done"
            : ", which exists and is overwritten";
        if (!ShouldProcess($"{Key} on {target}", $"Rename to {NewName}{overwrites}"))
        {
            return;
        }

        MassOperation operation = new(target.Client, KeySource.Keys([Key]), RenameStep.Single(NewName, IfNotExists), new MassOptions { ConnectionName = target.Name });
        OperationResult result = Await(operation.RunAsync(StopToken));
        if (result.Failed > 0)
        {
            WriteError(KeyErrors.Incomplete(result));
        }
        else if (result.Skipped > 0)
        {
            bool taken = KeyPresence.Ask(this, target, [Key])[0] != false;
            WriteError(taken ? KeyErrors.Exists(NewName, target, "Without -IfNotExists it is overwritten.") : KeyErrors.NotFound(Key, target));
        }

        WriteResult(target, result, [NewName]);
    }

    private void RenameMany(KeyTarget target)
    {
        if (From.Length == 0)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("PrefixEmpty", "-From is empty, and every key begins with nothing.", From, "Give the beginning of the names that is to be replaced."));
        }

        // The prefix is the condition that the engine needs; patterns of the user are checked on top of it.
        MassChangeOptions options = new()
        {
            Action = $"Replace the beginning {From} by {To} in",
            Step = () => RenameStep.Prefix(From, To, Force),
            Force = Force,
            MaxOperationsPerSecond = MaxOperationsPerSecond,
            BatchSize = BatchSize,
            PassThru = PassThru ? (place, keys) => LookUpAsync(place, keys.Select(NewNameOf).ToArray()) : null,
        };
        using MassChange change = new(this, options);
        change.Run(target.Connection, target.Client, new KeyQuery
        {
            Patterns = Pattern.Length == 0 ? [new KeyPattern([.. KeyPattern.Literal(From).Bytes.Span, (byte)'*'])] : Pattern.Select(pattern => (KeyPattern)pattern).ToArray(),
            NamePrefix = From,
            Types = Type,
        });
    }

    private RedisKey NewNameOf(RedisKey key) => RedisKey.FromSpan([.. To.Span, .. key.Span[From.Length..]]);

    private void WriteResult(KeyTarget target, OperationResult result, RedisKey[] names)
    {
        if (!PassThru)
        {
            WriteObject(result);
        }
        else if (result.Succeeded > 0)
        {
            WriteObject(Await(LookUpAsync(target, names)), true);
        }
    }

    private async Task<IEnumerable<object>> LookUpAsync(KeyTarget target, IReadOnlyList<RedisKey> names) =>
        await KeyLookup.GetAsync(target.Client, names, KeyColumns.Type | KeyColumns.TimeToLive, target.Name, null, StopToken).ConfigureAwait(false);
}
