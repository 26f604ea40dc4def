using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Core.Service;
using RedisPS.Transformations;

namespace RedisPS.Service;

/// <summary>Stop-RedisSandbox: ends throw-away servers and removes what they wrote.</summary>
[Cmdlet(VerbsLifecycle.Stop, "RedisSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, DefaultParameterSetName = ConnectionSet)]
[OutputType(typeof(void))]
public sealed class StopRedisSandboxCommand : RedisCmdlet
{
    private const string ConnectionSet = "Connection";
    private const string AllSet = "All";

    /// <summary>Connections to the sandboxes, as objects or names (wildcards allowed). Without it: the current connection.</summary>
    [Parameter(ParameterSetName = ConnectionSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "Name", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public RedisConnection[]? Connection { get; set; }

    /// <summary>All sandboxes of this session, also those that no connection leads to any more.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ConnectionRegistry registry = ConnectionRegistry.Current;
        if (All)
        {
            foreach (Sandbox sandbox in registry.Sandboxes)
            {
                End(registry, sandbox);
            }

            return;
        }

        foreach (RedisConnection connection in ConnectionRegistry.Resolve(this, Connection))
        {
            if (Sandbox.At(connection.Client.Endpoint) is { } sandbox)
            {
                End(registry, sandbox);
            }
            else if (connection.State != Client.RedisClientState.Closed)
            {
                WriteError(RedisErrors.InvalidArgument(
                    "NotSandbox", $"{connection} is no sandbox of this process; nothing was stopped.", connection, "Start-RedisSandbox starts one; Stop-RedisService stops real servers."));
            }
        }
    }

    private void End(ConnectionRegistry registry, Sandbox sandbox)
    {
        if (!ShouldProcess(sandbox.ToString(), "End the server and remove its data"))
        {
            return;
        }

        foreach (RedisConnection connection in registry.Snapshot().Where(connection => ReferenceEquals(Sandbox.At(connection.Client.Endpoint), sandbox)))
        {
            registry.Remove(connection);
            connection.Dispose();
        }

        sandbox.Dispose();
    }
}
