using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Access;

/// <summary>What the user of a connection may run there, as far as its own rules tell: nothing is tried, because refusals fill the server's log.</summary>
public sealed class ConnectionRights
{
    private readonly ServerCapabilities _known;
    private readonly AclCommands? _commands;
    private readonly IReadOnlyList<IReadOnlySet<string>>? _allowed;

    private ConnectionRights(ServerCapabilities known, AclCommands? commands, IReadOnlyList<IReadOnlySet<string>>? allowed)
    {
        _known = known;
        _commands = commands;
        _allowed = allowed;
    }

    /// <summary>Asks, in two requests. Redis commands: COMMAND, ACL GETUSER.</summary>
    /// <param name="connection">The server, and the user.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<ConnectionRights> ReadAsync(RedisConnection connection, CancellationToken stop)
    {
        ServerCapabilities known = connection.Client.Capabilities;
        AclCommands? commands = await new AclStore(connection).CommandsAsync(stop).ConfigureAwait(false);
        if (commands is null || !known.Supports("ACL") || known.May("ACL GETUSER") == false)
        {
            return new ConnectionRights(known, commands, null);
        }

        RespValue reply = await connection.Client.SendAsync(new RedisCommand("ACL", "GETUSER", known.AclUser ?? connection.User), stop).ConfigureAwait(false);
        AclRules? rules = reply.IsError ? null : AclReply.User(reply);
        return new ConnectionRights(known, commands, rules?.Selectors.Prepend(rules.Permissions).Select(permissions => commands.Allowed(permissions.Commands)).ToArray());
    }

    /// <summary>A row for this server, with what of it this user may not do.</summary>
    /// <param name="permission">The row.</param>
    public RequiredPermission Of(RequiredPermission permission)
    {
        RequiredPermission row = _commands is null ? permission : RequiredPermissions.For(permission, _commands);
        string[] unsupported = [.. permission.Commands.Where(rule => !IsSupported(rule[1..]))];
        return row.With(unsupported, MissingOf(permission.Commands.Except(unsupported)));
    }

    private bool IsSupported(string name) => _known.Supports(name) && (_commands is null || _commands.Known(["+" + name]).Any());

    private string[]? MissingOf(IEnumerable<string> rules) => _allowed is null ? null : [.. rules.Where(rule => !IsAllowed(rule[1..]))];

    private bool IsAllowed(string name) => _allowed!.Any(allowed =>
        allowed.Contains(name) || allowed.Contains(name.Split('|')[0]) || allowed.Any(other => other.StartsWith(name + "|", StringComparison.OrdinalIgnoreCase)));
}
