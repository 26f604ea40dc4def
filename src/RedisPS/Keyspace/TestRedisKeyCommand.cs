using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Keyspace;

/// <summary>Test-RedisKey: whether keys exist (EXISTS).</summary>
[Cmdlet(VerbsDiagnostic.Test, "RedisKey")]
[OutputType(typeof(bool), typeof(RedisKeyName))]
public sealed class TestRedisKeyCommand : RedisConnectedCmdlet
{
    private readonly KeyBatch _batch;

    /// <summary>Makes the cmdlet.</summary>
    public TestRedisKeyCommand() => _batch = new KeyBatch(Test);

    /// <summary>The keys.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <summary>Return the keys that exist instead.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection((connection, client) => _batch.Add(connection, client, Key));

    /// <inheritdoc/>
    protected override void End() => _batch.Flush();

    private void Test(KeyTarget target, RedisKey[] keys)
    {
        bool?[] exist = KeyPresence.Ask(this, target, keys, (key, e) => WriteRedisError(e, key));
        for (int i = 0; i < keys.Length; i++)
        {
            if (!PassThru && exist[i] is { } answer)
            {
                WriteObject(answer);
            }
            else if (PassThru && exist[i] == true)
            {
                WriteObject(new RedisKeyName(keys[i], target.Origin));
            }
        }
    }
}
