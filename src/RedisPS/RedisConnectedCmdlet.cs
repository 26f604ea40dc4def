using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS;

/// <summary>A cmdlet that works in a database of one or several servers.</summary>
public abstract class RedisConnectedCmdlet : RedisCmdlet
{
    /// <summary>The connections to use, as objects or names (wildcards allowed). Without it: the session's current connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public RedisConnection[]? Connection { get; set; }

    /// <summary>The database to use. Without it: the connection's current database.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int? Database { get; set; }

    /// <summary>The connections of this call: -Connection, else the current one, else a terminating error that names Connect-Redis.</summary>
    protected IReadOnlyList<RedisConnection> Connections => ConnectionRegistry.Resolve(this, Connection);

    /// <summary>Does something on every connection, on the wanted database. A server that fails gets an error of its own; the others go on.</summary>
    protected void ForEachConnection(Action<RedisConnection, RedisClient> body) =>
        ConnectionRegistry.ForEach(this, Connection, connection => body(connection, connection.ClientFor(Database)), WriteRedisError);
}
