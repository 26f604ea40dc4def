using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Copy-RedisKey: copies keys to new names or to another database of the same server (COPY).</summary>
[Cmdlet(VerbsCommon.Copy, "RedisKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OperationResult), typeof(RedisKeyInfo))]
public sealed class CopyRedisKeyCommand : RedisConnectedCmdlet
{
    private MassChange? _change;

    /// <summary>The keys.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <summary>The name of the copy.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation(Single = true)]
    public RedisKey? Destination { get; set; }

    /// <summary>The database of the copy.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int? DestinationDatabase { get; set; }

    /// <summary>At most so many keys with one round trip.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? BatchSize { get; set; }

    /// <summary>At most so many keys a second.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxOperationsPerSecond { get; set; }

    /// <summary>Replace a key that is there already, and no question.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the copies instead of the result.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (DestinationDatabase is not { } database || MyInvocation.BoundParameters.ContainsKey(nameof(Destination)))
        {
            return;
        }

        _change = new MassChange(this, new MassChangeOptions
        {
            Action = $"Copy to db{database}",
            Step = () => CopyStep.ToDatabase(database, Force),
            Force = Force,
            MaxOperationsPerSecond = MaxOperationsPerSecond,
            BatchSize = BatchSize,
            PassThru = PassThru ? (target, keys) => LookUpAsync(target, keys) : null,
        });
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Destination is null && DestinationDatabase is null)
        {
            WriteError(RedisErrors.InvalidArgument("DestinationMissing", "Nothing says where the copy goes.", Key, "Give -Destination, -DestinationDatabase or both."));
            return;
        }

        if (Destination is not null && Key.Length > 1)
        {
            WriteError(RedisErrors.InvalidArgument("DestinationAmbiguous", $"{Key.Length} keys cannot be copied to one name.", Destination, "Copy them one by one, or to another database with -DestinationDatabase alone."));
            return;
        }

        ForEachConnection((connection, client) =>
        {
            if (_change is not null && Destination is null)
            {
                _change.Add(connection, client, Key);
            }
            else
            {
                foreach (RedisKey key in Key)
                {
                    CopyOne(new KeyTarget(connection, client), key, Destination ?? key);
                }
            }
        });
    }

    /// <inheritdoc/>
    protected override void End() => _change?.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _change?.Dispose();
    }

    private void CopyOne(KeyTarget target, RedisKey key, RedisKey destination)
    {
        if (KeyPresence.Ask(this, target, [key])[0] == false)
        {
            WriteError(KeyErrors.NotFound(key, target));
            return;
        }

        int database = DestinationDatabase ?? target.Client.Database;
        KeyTarget there = target with { Client = target.Connection.ClientFor(database) };
        bool exists = KeyPresence.Ask(this, there, [destination])[0] == true;
        if (!ShouldProcess($"{key} on {target}", $"Copy to {destination} in db{database}{(!exists ? "" : Force ? ", which exists and is replaced" : ", which exists and is left alone")}"))
        {
            return;
        }

        MassOperation operation = new(target.Client, KeySource.Keys([key]), CopyStep.To(destination, database, Force), new MassOptions { ConnectionName = target.Name });
        OperationResult result = Await(operation.RunAsync(StopToken));
        if (result.Failed > 0)
        {
            WriteError(KeyErrors.Incomplete(result));
        }
        else if (result.Skipped > 0)
        {
            bool isThere = KeyPresence.Ask(this, target, [key])[0] != false;
            WriteError(isThere ? KeyErrors.Exists(destination, target, "With -Force it is replaced.") : KeyErrors.NotFound(key, target));
        }

        if (!PassThru)
        {
            WriteObject(result);
        }
        else if (result.Succeeded > 0)
        {
            WriteObject(Await(LookUpAsync(target, [destination])), true);
        }
    }

    private async Task<IEnumerable<object>> LookUpAsync(KeyTarget target, IReadOnlyList<RedisKey> names)
    {
        RedisClient client = target.Connection.ClientFor(DestinationDatabase ?? target.Client.Database);
        return await KeyLookup.GetAsync(client, names, KeyColumns.Type | KeyColumns.TimeToLive, target.Name, null, StopToken).ConfigureAwait(false);
    }
}
