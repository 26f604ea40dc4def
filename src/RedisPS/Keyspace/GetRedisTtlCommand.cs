using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Get-RedisTtl: how long keys have left to live (PTTL).</summary>
[Cmdlet(VerbsCommon.Get, "RedisTtl")]
[OutputType(typeof(RedisTtl))]
public sealed class GetRedisTtlCommand : RedisConnectedCmdlet
{
    private readonly KeyBatch _batch;

    /// <summary>Makes the cmdlet.</summary>
    public GetRedisTtlCommand() => _batch = new KeyBatch(Get);

    /// <summary>The keys.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection((connection, client) => _batch.Add(connection, client, Key));

    /// <inheritdoc/>
    protected override void End() => _batch.Flush();

    private void Get(KeyTarget target, RedisKey[] keys)
    {
        List<KeyError> errors = [];
        IReadOnlyList<RedisKeyInfo?> found = Await(KeyLookup.FindAsync(target.Client, keys, KeyColumns.TimeToLive, target.Name, null, errors, StopToken, required: KeyColumns.TimeToLive));
        for (int i = 0; i < keys.Length; i++)
        {
            if (found[i] is not { } key)
            {
                WriteError(KeyErrors.NotFound(keys[i], target));
            }
            else if (key.HasExpiry is not null)
            {
                WriteObject(new RedisTtl(key));
            }
        }

        KeyErrorSummary.Write(this, errors);
    }
}
