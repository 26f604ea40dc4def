using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Connections;

/// <summary>Select-RedisConnection: makes a connection the one that commands without -Connection use.</summary>
[Cmdlet(VerbsCommon.Select, "RedisConnection")]
[OutputType(typeof(RedisConnection))]
public sealed class SelectRedisConnectionCommand : RedisCmdlet
{
    /// <summary>The connection, as an object or a name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "Name", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateCount(1, 1)]
    public RedisConnection[] Connection { get; set; } = [];

    /// <summary>Return the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ConnectionRegistry.Current.Select(Connection[0]);
        if (PassThru)
        {
            WriteObject(Connection[0]);
        }
    }
}
