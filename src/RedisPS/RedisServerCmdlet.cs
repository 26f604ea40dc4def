using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS;

/// <summary>A cmdlet that looks at whole servers: connections may be piped in, and there is no database to choose.</summary>
public abstract class RedisServerCmdlet : RedisCmdlet
{
    /// <summary>The connections to use, as objects or names (wildcards allowed). Without it: the session's current connection.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public RedisConnection[]? Connection { get; set; }

    /// <summary>Does something on every connection. A server that fails gets an error of its own; the others go on.</summary>
    protected void ForEachConnection(Action<RedisConnection> body) => ConnectionRegistry.ForEach(this, Connection, body, WriteRedisError);
}
