using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Access;

/// <summary>What a server refused.</summary>
public static class AclLog
{
    /// <summary>The entries, newest first. Redis command: ACL LOG.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="count">How many at most; null is all (the server keeps acllog-max-len, 128 by default).</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<AclLogEntry>> ReadAsync(RedisConnection connection, int? count, CancellationToken stop)
    {
        // Without a number the server tells ten.
        RespValue reply = await connection.Client.ExecuteAsync(new RedisCommand("ACL", "LOG", count ?? int.MaxValue), stop).ConfigureAwait(false);
        DateTimeOffset now = DateTimeOffset.Now;
        return [.. reply.AsList().Select(entry => AclLogEntry.Parse(entry, now, connection.Server, connection.Name))];
    }

    /// <summary>Forgets all entries. Redis command: ACL LOG RESET.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static Task ClearAsync(RedisConnection connection, CancellationToken stop) =>
        connection.Client.ExecuteAsync(new RedisCommand("ACL", "LOG", "RESET"), stop);
}
