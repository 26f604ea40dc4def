using RedisPS.Client;

namespace RedisPS.Core.Databases;

/// <summary>What clearing a database did.</summary>
public sealed record DatabaseClearing
{
    /// <summary>The server, host:port.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>The database.</summary>
    public int Database { get; init; }

    /// <summary>How many keys it held.</summary>
    public long KeysBefore { get; init; }

    /// <summary>How many it holds now: others may write meanwhile.</summary>
    public long KeysAfter { get; init; }

    /// <summary>Whether the memory is freed by another thread afterwards.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Database and counts.</summary>
    /// <returns>A short description.</returns>
    public override string ToString() => $"{Server} db{Database}: {KeysBefore} keys removed";

    /// <summary>How many keys a database holds. Redis command: DBSIZE.</summary>
    /// <param name="client">The server, in that database.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<long> CountAsync(RedisClient client, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(client);
        return (await client.ExecuteAsync(new RedisCommand("DBSIZE"), stop).ConfigureAwait(false)).AsInteger();
    }
}
