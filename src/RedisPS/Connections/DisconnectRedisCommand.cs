using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Connections;

/// <summary>Disconnect-Redis: closes connections.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Redis", DefaultParameterSetName = ConnectionSet)]
[OutputType(typeof(void))]
public sealed class DisconnectRedisCommand : RedisCmdlet
{
    private const string ConnectionSet = "Connection";
    private const string AllSet = "All";

    /// <summary>The connections to close, as objects or names (wildcards allowed). Without it: the current one.</summary>
    [Parameter(ParameterSetName = ConnectionSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "Name", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public RedisConnection[]? Connection { get; set; }

    /// <summary>Close all connections of this session.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ConnectionRegistry registry = ConnectionRegistry.Current;
        IReadOnlyList<RedisConnection> connections = All ? registry.Snapshot() : ConnectionRegistry.Resolve(this, Connection);
        foreach (RedisConnection connection in connections)
        {
            WriteVerbose($"Closing {connection}.");
            registry.Remove(connection);
            connection.Dispose();
        }
    }
}
