using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Databases;

namespace RedisPS.Databases;

/// <summary>Clear-RedisDatabase: removes all keys of one database, or of all.</summary>
[Cmdlet(VerbsCommon.Clear, "RedisDatabase", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DatabaseClearing))]
public sealed class ClearRedisDatabaseCommand : RedisConnectedCmdlet
{
    /// <summary>All databases of the server.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Free the memory at once, which blocks the server.</summary>
    [Parameter]
    public SwitchParameter Blocking { get; set; }

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (All && Database is not null)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("DatabaseAmbiguous", "-All and -Database exclude each other.", Database));
        }

        ForEachConnection(Clear);
    }

    private void Clear(RedisConnection connection, RedisClient client)
    {
        IReadOnlyList<RedisDatabase> databases = All
            ? Await(DatabaseList.ReadAsync(connection, includeEmpty: false, StopToken))
            : [Counted(connection, client)];
        long count = databases.Sum(database => database.KeyCount);
        string what = All
            ? string.Create(CultureInfo.InvariantCulture, $"Remove all {count:N0} keys of all databases of {connection.Server}: {string.Join(", ", databases.Select(Described).DefaultIfEmpty("all are empty"))}")
            : string.Create(CultureInfo.InvariantCulture, $"Remove all keys of {connection.Server}: {Described(databases[0])}");
        if (!ConfirmMassChange(what, Math.Max(count, 1), 1, Force))
        {
            return;
        }

        string name = All ? "FLUSHALL" : "FLUSHDB";
        _ = Await(client.ExecuteAsync(Blocking ? new RedisCommand(name) : new RedisCommand(name, "ASYNC"), StopToken));
        foreach (RedisDatabase database in databases)
        {
            long after = Await(DatabaseClearing.CountAsync(connection.ClientFor(database.Index), StopToken));
            if (after > 0)
            {
                WriteWarning(string.Create(CultureInfo.InvariantCulture, $"{connection.Server} db{database.Index} holds {after:N0} keys again: somebody is writing to it."));
            }

            WriteObject(new DatabaseClearing { Server = connection.Server, ConnectionName = connection.Name, Database = database.Index, KeysBefore = database.KeyCount, KeysAfter = after, IsAsync = !Blocking });
        }
    }

    private RedisDatabase Counted(RedisConnection connection, RedisClient client)
    {
        RedisDatabase? known = null;
        try
        {
            known = Await(DatabaseList.ReadAsync(connection, includeEmpty: false, StopToken)).FirstOrDefault(database => database.Index == client.Database);
        }
        catch (RedisServerException)
        {
            // Without INFO there is no word about expiring keys; the count comes from DBSIZE.
        }

        long count = Await(DatabaseClearing.CountAsync(client, StopToken));
        return new RedisDatabase { Index = client.Database, KeyCount = count, ExpiringCount = known?.ExpiringCount ?? (count == 0 ? 0 : null), Server = connection.Server, ConnectionName = connection.Name };
    }

    private static string Described(RedisDatabase database) => string.Create(
        CultureInfo.InvariantCulture,
        $"db{database.Index} with {database.KeyCount:N0} keys{(database.PersistentCount is { } persistent ? $", {persistent:N0} of them without TTL" : "")}");
}
