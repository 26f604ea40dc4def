using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Core.Server;

namespace RedisPS.Core.Access;

/// <summary>Changes the password of a user of a server, and proves it.</summary>
public sealed class PasswordChanger
{
    private readonly RedisConnection _connection;
    private readonly string _name;
    private readonly string _hash;
    private readonly RedisSecret _password;
    private readonly PasswordStep _step;
    private AclRules? _before;
    private AclStorage? _storage;
    private bool _hasRequirePass;

    /// <summary>For a user of a server.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="name">The user.</param>
    /// <param name="password">The new password.</param>
    /// <param name="step">How.</param>
    public PasswordChanger(RedisConnection connection, string name, RedisSecret password, PasswordStep step)
    {
        _connection = connection;
        _name = name;
        _password = password;
        _hash = PasswordHash.Of(password);
        _step = step;
    }

    /// <summary>What is to be known before: replicas and Sentinels that need the new password too; empty when there is nothing.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Whether there is nothing to change.</summary>
    public bool IsDone => _before is { } user && user.PasswordHashes.Contains(_hash) && (_step == PasswordStep.Add || user.PasswordHashes.Count == 1);

    /// <summary>How many passwords will be removed.</summary>
    public int Removes => _step == PasswordStep.Add ? 0 : _before!.PasswordHashes.Count(hash => hash != _hash);

    /// <summary>Finds out what the user has. Redis commands: ACL GETUSER, CONFIG GET, INFO.</summary>
    /// <param name="persist">Whether the file is to be written.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="AclException">There is no such user, the password is none of its, or nothing can be saved.</exception>
    public async Task PrepareAsync(bool persist, CancellationToken stop)
    {
        RedisClient client = _connection.Client;
        _storage = persist ? await AclStorage.CheckAsync(client, stop).ConfigureAwait(false) : null;
        _storage?.ThrowIfNowhere(_connection.Server);
        _before = await new AclStore(_connection).FindRulesAsync(_name, stop).ConfigureAwait(false)
            ?? throw new AclException(AclFailure.UserNotFound, $"There is no user '{_name}' on {_connection.Server}.", "New-RedisAclUser makes one; Get-RedisAclUser lists them.");
        if (_step == PasswordStep.Finish && !_before.PasswordHashes.Contains(_hash))
        {
            throw new AclException(
                AclFailure.PasswordUnknown,
                $"The password to keep is none of those that '{_name}' has on {_connection.Server}; removing the others would lock out everybody. Nothing was changed.",
                "Add it first: Set-RedisPassword -Rotate.");
        }

        if (_before.NoPassword == true)
        {
            Note = $"'{_name}' had no password: clients that come without one are refused from now on";
        }

        if (_name == "default")
        {
            RespValue[] replies = await client.PipelineAsync([new RedisCommand("CONFIG", "GET", "requirepass"), new RedisCommand("INFO", "replication")], stop).ConfigureAwait(false);
            _hasRequirePass = !replies[0].IsError && replies[0].AsPairs().Any(pair => pair.Value.AsText() is { Length: > 0 });
            long replicas = replies[1].IsError ? 0 : ServerInfo.Parse(replies[1].AsText() ?? "").GetInteger("connected_slaves") ?? 0;
            if (replicas > 0)
            {
                Note = string.Join("; ", new[] { Note, $"{replicas} replica(s) need it as masterauth, and Sentinels as auth-pass, before they connect again" }.Where(note => note.Length > 0));
            }
        }
    }

    /// <summary>Changes it, and reads back. Redis commands: ACL SETUSER; CONFIG SET requirepass where the server has one, which would otherwise tell an old one.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="AclException">The server said OK, and has something else.</exception>
    public async Task<PasswordChange> ApplyAsync(CancellationToken stop)
    {
        bool change = !IsDone;
        AclRules after = _before!;
        if (change)
        {
            if (_hasRequirePass && _step != PasswordStep.Add)
            {
                // The one setting that takes the password itself; the server leaves it out of its slow log.
                _ = await new ConfigStore(_connection.Client).SetAsync(new Dictionary<string, string> { ["requirepass"] = _password.Reveal() }, null, stop).ConfigureAwait(false);
            }

            // Where requirepass was what it should be, passwords beside it are left.
            string[] rules = _step == PasswordStep.Add ? ["#" + _hash] : ["resetpass", "#" + _hash];
            _ = await _connection.Client.ExecuteAsync(new RedisCommand("ACL", [.. rules.Prepend(_name).Prepend("SETUSER").Select(rule => (RedisArgument)rule)]), stop).ConfigureAwait(false);
            after = await new AclStore(_connection).FindRulesAsync(_name, stop).ConfigureAwait(false) ?? _before!;
            if (!after.PasswordHashes.Contains(_hash) || (_step != PasswordStep.Add && after.PasswordHashes.Count != 1))
            {
                throw new AclException(AclFailure.NotApplied, $"{_connection.Server} said OK, and '{_name}' does not have the password.", "Somebody else may be changing the same user: look at it with Get-RedisAclUser.");
            }
        }

        (bool? persisted, string failure) = await new AclStore(_connection).SaveAsync(_storage, change, stop).ConfigureAwait(false);
        return new PasswordChange
        {
            Name = _name,
            Changed = change,
            PreviousPasswordCount = _before!.PasswordHashes.Count,
            PasswordCount = after.PasswordHashes.Count,
            Persisted = persisted,
            Note = failure,
            Server = _connection.Server,
            ConnectionName = _connection.Name,
        };
    }
}
