using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Values;
using RedisPS.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Values;

/// <summary>Get-RedisValue: the value of a key of any type, within limits.</summary>
[Cmdlet(VerbsCommon.Get, "RedisValue")]
[OutputType(typeof(RedisValue))]
public sealed class GetRedisValueCommand : RedisConnectedCmdlet
{
    /// <summary>The keys.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [KeyTransformation]
    [ArgumentCompleter(typeof(KeyCompleter))]
    public RedisKey[] Key { get; set; } = [];

    /// <summary>At most so many elements; 0 all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxItems { get; set; } = 20;

    /// <summary>At most so many characters or bytes of each; 0 all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxLength { get; set; } = 1000;

    /// <summary>How strings and elements are shown.</summary>
    [Parameter]
    public ValueFormat As { get; set; } = ValueFormat.Auto;

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection((connection, client) =>
    {
        RedisValueReader reader = new(client, connection.Name);
        RedisValueOptions options = new() { MaxItems = MaxItems, MaxLength = MaxLength, As = As };
        foreach (RedisKey key in Key)
        {
            try
            {
                if (Await(reader.ReadAsync(key, options, StopToken)) is { } value)
                {
                    WriteObject(value);
                }
                else
                {
                    WriteError(KeyErrors.NotFound(key, new KeyTarget(connection, client)));
                }
            }
            catch (RedisServerException e)
            {
                WriteRedisError(e, key);
            }
        }
    });
}
