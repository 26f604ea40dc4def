using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Databases;

namespace RedisPS.Databases;

/// <summary>Get-RedisDatabase: a server's databases and how many keys they hold.</summary>
[Cmdlet(VerbsCommon.Get, "RedisDatabase")]
[OutputType(typeof(RedisDatabase))]
public sealed class GetRedisDatabaseCommand : RedisServerCmdlet
{
    /// <summary>Only these databases, with keys or without.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Index { get; set; }

    /// <summary>Also the databases without keys.</summary>
    [Parameter]
    public SwitchParameter IncludeEmpty { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        IReadOnlyList<RedisDatabase> databases = Await(DatabaseList.ReadAsync(connection, IncludeEmpty && Index is null, StopToken));
        if (Index is null)
        {
            WriteObject(databases, enumerateCollection: true);
            return;
        }

        foreach (int index in Index)
        {
            if (databases.FirstOrDefault(database => database.Index == index) is { } found)
            {
                WriteObject(found);
            }
            else if (Await(DatabaseList.CountAsync(connection.Client, StopToken)) is { } count && index >= count)
            {
                WriteError(RedisErrors.NotFound("DatabaseUnavailable", $"{connection} has no database {index}: it has {count}, from 0 to {count - 1}.", index));
            }
            else
            {
                WriteObject(DatabaseList.Empty(connection, index));
            }
        }
    });
}
