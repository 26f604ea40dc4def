using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;

namespace RedisPS.Databases;

/// <summary>Select-RedisDatabase: makes a database the one that the connection's commands go to.</summary>
[Cmdlet(VerbsCommon.Select, "RedisDatabase")]
[OutputType(typeof(RedisConnection))]
public sealed class SelectRedisDatabaseCommand : RedisServerCmdlet
{
    /// <summary>The number of the database.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Database")]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int Index { get; set; }

    /// <summary>Return the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        // Connecting to it selects it: a database that is not there fails here, and nothing has changed. What PING itself says does not matter.
        _ = Await(connection.ClientFor(Index).SendAsync(new RedisCommand("PING"), StopToken));
        connection.UseDatabase(Index);
        if (PassThru)
        {
            WriteObject(connection);
        }
    });
}
