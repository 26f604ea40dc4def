using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Access;

/// <summary>The users of a server: reads them, and changes what is different.</summary>
public sealed class AclStore
{
    private readonly RedisConnection _connection;
    private readonly RedisClient _client;

    /// <summary>The users of a server.</summary>
    /// <param name="connection">The server.</param>
    public AclStore(RedisConnection connection)
    {
        _connection = connection;
        _client = connection.Client;
    }

    /// <summary>All users, by name. Redis command: ACL LIST.</summary>
    /// <param name="includePasswordHash">Whether with the hashes of their passwords.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<IReadOnlyList<AclUser>> ListAsync(bool includePasswordHash, CancellationToken stop) =>
        [.. (await RulesAsync(stop).ConfigureAwait(false)).Select(user => Show(user.Key, user.Value, includePasswordHash))];

    /// <summary>One user; null when there is none. Redis command: ACL GETUSER.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="includePasswordHash">Whether with the hashes of its passwords.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<AclUser?> FindAsync(string name, bool includePasswordHash, CancellationToken stop) =>
        await FindRulesAsync(name, stop).ConfigureAwait(false) is { } rules ? Show(name, rules, includePasswordHash) : null;

    /// <summary>The names of all users. Redis command: ACL USERS.</summary>
    /// <param name="stop">Ends the wait.</param>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken stop) =>
        [.. (await _client.ExecuteAsync(new RedisCommand("ACL", "USERS"), stop).ConfigureAwait(false)).AsList().Select(name => name.AsText()!)];

    internal AclUser Show(string name, AclRules rules, bool includePasswordHash = false) => new(name, rules, includePasswordHash, _connection.Server, _connection.Name);

    internal async Task<IReadOnlyDictionary<string, AclRules>> RulesAsync(CancellationToken stop) =>
        AclReply.Users((await _client.ExecuteAsync(new RedisCommand("ACL", "LIST"), stop).ConfigureAwait(false)).AsList().Select(line => line.AsText()!));

    internal async Task<AclRules?> FindRulesAsync(string name, CancellationToken stop) =>
        AclReply.User(await _client.ExecuteAsync(new RedisCommand("ACL", "GETUSER", name), stop).ConfigureAwait(false));

    /// <summary>The server's commands; null when this user may not ask.</summary>
    internal async Task<AclCommands?> CommandsAsync(CancellationToken stop)
    {
        RespValue reply = await _client.SendAsync(new RedisCommand("COMMAND"), stop).ConfigureAwait(false);
        return reply.IsError ? null : AclCommands.Parse(reply);
    }

    /// <summary>Finds out what a change would be. Nothing is changed.</summary>
    /// <param name="name">The user.</param>
    /// <param name="rules">What is to be sent, given what the server has.</param>
    /// <param name="persist">Whether the file is to be written.</param>
    /// <param name="stop">Ends the wait.</param>
    internal async Task<AclPlan> PlanAsync(string name, Func<AclRules?, AclCommands?, IReadOnlyList<string>> rules, bool persist, CancellationToken stop)
    {
        AclStorage? storage = persist ? await AclStorage.CheckAsync(_client, stop).ConfigureAwait(false) : null;
        storage?.ThrowIfNowhere(_connection.Server);
        AclRules? before = await FindRulesAsync(name, stop).ConfigureAwait(false);
        AclCommands? commands = await CommandsAsync(stop).ConfigureAwait(false);
        IReadOnlyList<string> sent = rules(before, commands);
        return new AclPlan
        {
            Name = name,
            Before = before,
            Wanted = AclRules.Parse([.. before?.ToRules(includePasswords: true) ?? ["reset"], .. sent]),
            Rules = sent,
            Commands = commands,
            Storage = storage,
        };
    }

    /// <summary>Does what a plan says, reads the user back, and saves where that is wanted. Redis commands: ACL SETUSER, ACL GETUSER, ACL SAVE, CONFIG REWRITE.</summary>
    /// <exception cref="AclException">The server said OK, and the user is not as it should be.</exception>
    internal async Task<AclUserChange> ApplyAsync(AclPlan plan, CancellationToken stop)
    {
        bool change = !plan.IsDone;
        (AclRules? after, string unread) = (plan.Before, "");
        if (change)
        {
            _ = await _client.ExecuteAsync(plan.Command, stop).ConfigureAwait(false);
            (after, unread) = await ReadBackAsync(plan.Name, stop).ConfigureAwait(false);
            if (unread.Length == 0 && (after is null || !IsAsWanted(plan, after)))
            {
                throw new AclException(
                    AclFailure.NotApplied,
                    $"{_connection.Server} said OK, and the user '{plan.Name}' is not what it should be: {plan.Wanted} was wanted.",
                    "Look at it with Get-RedisAclUser. Somebody else may be changing the same user, or a proxy is in between.");
            }
        }

        (bool? persisted, string note) = await SaveAsync(plan.Storage, change, stop).ConfigureAwait(false);
        return Result(plan.Name, change, plan.Before, after, persisted, unread, note);
    }

    /// <summary>Removes a user, looks whether it is gone, and saves where that is wanted. Redis commands: ACL DELUSER, ACL GETUSER.</summary>
    internal async Task<AclUserChange> RemoveAsync(string name, AclRules before, AclStorage? storage, CancellationToken stop)
    {
        _ = await _client.ExecuteAsync(new RedisCommand("ACL", "DELUSER", name), stop).ConfigureAwait(false);
        (AclRules? after, string unread) = await ReadBackAsync(name, stop).ConfigureAwait(false);
        if (after is not null)
        {
            throw new AclException(AclFailure.NotApplied, $"{_connection.Server} said OK, and the user '{name}' is still there.");
        }

        (bool? persisted, string note) = await SaveAsync(storage, changed: true, stop).ConfigureAwait(false);
        return Result(name, changed: true, before, null, persisted, unread, note);
    }

    /// <summary>Saves where that is wanted; a failure is told, because the change is in force.</summary>
    internal async Task<(bool? Persisted, string Note)> SaveAsync(AclStorage? storage, bool changed, CancellationToken stop)
    {
        if (storage is null)
        {
            return (changed ? false : null, "");
        }

        try
        {
            (string method, RedisServerException? failure) = await storage.SaveAsync(_client, stop).ConfigureAwait(false);
            return (failure is null, failure is null ? "" : $"{method} failed: {failure.Message}");
        }
        catch (RedisException e) when (changed)
        {
            return (false, $"Saving failed: {e.Message}");
        }
    }

    // Who changes its own user may have no right to look any more, or no connection: what was done stays done.
    private async Task<(AclRules? Rules, string Unread)> ReadBackAsync(string name, CancellationToken stop)
    {
        try
        {
            return (await FindRulesAsync(name, stop).ConfigureAwait(false), "");
        }
        catch (RedisException e)
        {
            return (null, $"{_connection.Server} said OK, and this connection cannot look at the user '{name}' afterwards: {e.Message}");
        }
    }

    private static bool IsAsWanted(AclPlan plan, AclRules found) => plan.Commands is not null
        ? AclRules.SameMeaning(plan.Wanted, found, plan.Commands)
        : plan.Wanted.SamePasswords(found) && (plan.Wanted.IsEnabled ?? false) == (found.IsEnabled ?? false); // 7.0 says commands in other words, which cannot be compared without COMMAND.

    private AclUserChange Result(string name, bool changed, AclRules? before, AclRules? after, bool? persisted, string unread, string note) => new()
    {
        Name = name,
        Changed = changed,
        Previous = before is null ? null : Show(name, before),
        Current = after is null ? null : Show(name, after),
        Verified = changed && unread.Length == 0 ? true : null,
        Persisted = persisted,
        Note = string.Join(' ', new[] { unread, note }.Where(text => text.Length > 0)),
        Server = _connection.Server,
        ConnectionName = _connection.Name,
    };
}
