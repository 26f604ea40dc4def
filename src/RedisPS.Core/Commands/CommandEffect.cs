using System.Collections.Concurrent;
using RedisPS.Client;

namespace RedisPS.Core.Commands;

/// <summary>Finds out whether a command changes something. What is not known counts as yes.</summary>
public static class CommandEffect
{
    private static readonly ConcurrentDictionary<string, bool> s_known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a command may write or administer. Redis command: COMMAND INFO, for commands not known to read only.</summary>
    /// <param name="client">The server.</param>
    /// <param name="command">The command.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<bool> MayChangeAsync(RedisClient client, RedisCommand command, CancellationToken stop)
    {
        if (command.IsReadOnly)
        {
            return false;
        }

        string subcommand = command.Arguments.Count > 0 ? $"{command.Name}|{command.Arguments[0]}" : command.Name;
        string cached = $"{client.Endpoint} {client.Capabilities.RunId} {subcommand}";
        if (s_known.TryGetValue(cached, out bool known))
        {
            return known;
        }

        RespValue reply = await client.SendAsync(new RedisCommand("COMMAND", "INFO", command.Name), stop).ConfigureAwait(false);
        bool changes = MayChange(reply, subcommand);
        if (s_known.Count < 10_000)
        {
            s_known[cached] = changes;
        }

        return changes;
    }

    /// <summary>What a COMMAND INFO reply says.</summary>
    /// <param name="reply">The reply for one command.</param>
    /// <param name="subcommand"><c>CONTAINER|SUBCOMMAND</c>, looked for among the command's subcommands (Redis 7).</param>
    public static bool MayChange(RespValue reply, string subcommand)
    {
        if (reply.Type == RespType.Error || reply.Items.Count == 0 || reply.Items[0].Items.Count < 3)
        {
            return true;
        }

        RespValue entry = reply.Items[0];
        if (entry.Items.Count > 9)
        {
            entry = entry.Items[9].Items.FirstOrDefault(item => item.Items.Count > 2 && string.Equals(item.Items[0].AsText(), subcommand, StringComparison.OrdinalIgnoreCase)) ?? entry;
        }

        string[] flags = entry.Items[2].Items.Select(flag => flag.AsText() ?? "").ToArray();
        return flags.Contains("write") || flags.Contains("admin") || !(flags.Contains("readonly") || flags.Contains("fast") || flags.Contains("loading"));
    }
}
