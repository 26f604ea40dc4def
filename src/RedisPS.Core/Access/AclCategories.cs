using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Access;

/// <summary>The categories of a server.</summary>
public static class AclCategories
{
    /// <summary>The names. Redis command: ACL CAT.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<string>> NamesAsync(RedisConnection connection, CancellationToken stop) =>
        [.. (await connection.Client.ExecuteAsync(new RedisCommand("ACL", "CAT"), stop).ConfigureAwait(false)).AsList().Select(name => name.AsText()!).Order(StringComparer.Ordinal)];

    /// <summary>Categories with their commands, in two round trips. Redis command: ACL CAT.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="names">The categories.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<AclCategory>> ReadAsync(RedisConnection connection, IReadOnlyList<string> names, CancellationToken stop)
    {
        RedisCommand[] commands = [.. names.Select(name => new RedisCommand("ACL", "CAT", name))];
        RespValue[] replies = await connection.Client.PipelineAsync(commands, stop).ConfigureAwait(false);
        return
        [
            .. names.Select((name, i) => new AclCategory
            {
                Name = name,
                Commands = replies[i].IsError
                    ? throw RedisServerException.FromReply(replies[i], commands[i])
                    : [.. replies[i].AsList().Select(command => command.AsText()!).Order(StringComparer.Ordinal)],
                Server = connection.Server,
                ConnectionName = connection.Name,
            }),
        ];
    }
}
