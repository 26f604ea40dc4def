using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Access;

/// <summary>Finds out whether a user may run a command, without running it.</summary>
public sealed class AclPermissionTest
{
    private readonly RedisConnection _connection;

    /// <summary>On a server.</summary>
    /// <param name="connection">The server.</param>
    public AclPermissionTest(RedisConnection connection) => _connection = connection;

    /// <summary>Asks. Redis commands: ACL DRYRUN (7.0); else ACL GETUSER and COMMAND.</summary>
    /// <param name="name">The user.</param>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="AclException">There is no such user.</exception>
    /// <exception cref="RedisServerException">The server refused the question, or does not know the command.</exception>
    public async Task<AclPermission> AskAsync(string name, string command, IReadOnlyList<RedisArgument> arguments, CancellationToken stop)
    {
        RedisClient client = _connection.Client;
        if (client.Capabilities.Supports("ACL DRYRUN") && client.Capabilities is not { Product: ServerProduct.Redis, Version.Major: < 7 })
        {
            // DRYRUN looks the command up under the name that it has here; rules name it by its usual one.
            string known = System.Text.Encoding.UTF8.GetString(client.MapName(command));
            RedisCommand question = new("ACL", ["DRYRUN", name, known, .. arguments]);
            RespValue reply = await client.SendAsync(question, stop).ConfigureAwait(false);
            string text = reply.AsText() ?? "";
            if (!reply.IsError)
            {
                return Result(name, command, arguments, text == "OK", text == "OK" ? "" : text, "DryRun");
            }

            if (text.StartsWith("ERR User", StringComparison.Ordinal))
            {
                throw NotFound(name);
            }

            if (!text.StartsWith("NOPERM", StringComparison.Ordinal) && !text.StartsWith("ERR unknown", StringComparison.Ordinal))
            {
                throw RedisServerException.FromReply(reply, question);
            }
        }

        return await WorkOutAsync(name, command, arguments, stop).ConfigureAwait(false);
    }

    internal AclException NotFound(string name) =>
        new(AclFailure.UserNotFound, $"There is no user '{name}' on {_connection.Server}.", "Get-RedisAclUser lists the users.");

    private async Task<AclPermission> WorkOutAsync(string name, string command, IReadOnlyList<RedisArgument> arguments, CancellationToken stop)
    {
        AclStore store = new(_connection);
        AclRules rules = await store.FindRulesAsync(name, stop).ConfigureAwait(false) ?? throw NotFound(name);
        AclCommands commands = await store.CommandsAsync(stop).ConfigureAwait(false)
            ?? throw new AclException(AclFailure.NotSupported, "Whether a user may run a command cannot be told: this user may run neither ACL DRYRUN nor COMMAND.", "An administrator grants +acl|dryrun or +command.");
        string lower = command.ToLowerInvariant();
        string full = arguments.Count > 0 ? $"{lower}|{arguments[0].ToString().ToLowerInvariant()}" : lower;
        if (!commands.Has(lower))
        {
            throw RedisServerException.FromReply(RespValue.FromBytes(RespType.Error, System.Text.Encoding.UTF8.GetBytes($"ERR unknown command '{command}'")));
        }

        bool allowed = rules.Selectors.Prepend(rules.Permissions).Any(permissions => commands.Allowed(permissions.Commands) is { } may && (may.Contains(full) || may.Contains(lower)));
        return Result(
            name, command, arguments, allowed,
            allowed ? "" : $"The rules of '{name}' do not allow the '{(commands.Has(full) ? full : lower)}' command",
            "Rules");
    }

    private AclPermission Result(string name, string command, IReadOnlyList<RedisArgument> arguments, bool allowed, string reason, string method) => new()
    {
        Name = name,
        Command = new RedisCommand(command, [.. arguments]).ToString(),
        Allowed = allowed,
        Reason = reason,
        Method = method,
        Server = _connection.Server,
        ConnectionName = _connection.Name,
    };
}
