using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;

namespace RedisPS.Core.DesiredState;

/// <summary>Brings a server to a desired state: sends what is different, reads back, reports the truth.</summary>
public sealed class StateConverger
{
    private readonly RedisConnection _connection;
    private readonly StateDefinition _definition;
    private readonly StateSetOptions _options;
    private readonly StateReport _before;
    private readonly ConfigPlan _settings;
    private readonly IReadOnlyList<DesiredUser> _users;
    private readonly bool _saveUsers;
    private readonly bool? _usersSaved;
    private readonly List<RedisException> _errors = [];
    private readonly Dictionary<string, string> _notes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    private StateConverger(RedisConnection connection, StateDefinition definition, StateSetOptions options, StateReport before)
    {
        _connection = connection;
        _definition = definition;
        _options = options;
        _before = before;
        StateSnapshot snapshot = before.Snapshot;
        List<KeyValuePair<string, string>> known = snapshot.Settings is null
            ? []
            : before.Wanted.Where((_, i) => before.Results[i].InDesiredState is not null).ToList();
        ConfigSetOptions set = new() { Persist = options.Persist, SkipImmutable = true };
        _settings = new ConfigPlan(connection.Client, connection.Name, set, known, snapshot.Settings ?? new Dictionary<string, string>(), known.Count > 0 ? snapshot.Persistence : null);

        // The own user comes last: after it this connection may be closed, or allowed nothing.
        _users = snapshot.Users is null ? [] : definition.Users.Where(user => !before.IsAsWanted(user)).OrderBy(user => user.Name == connection.User).ToArray();
        if (options.Persist && snapshot.Users is not null && definition.Users.Count > 0)
        {
            // Where the file cannot be read nobody knows; saving once more does no harm.
            _usersSaved = SavedUsers.AreSaved(snapshot, definition.Users);
            bool canSave = AclFile is { Length: > 0 } || snapshot.Persistence is { CanPersist: true };
            _saveUsers = _users.Count > 0 || _usersSaved == false || (_usersSaved is null && canSave);
        }
    }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => _settings.IsEmpty && _users.Count == 0 && !_saveUsers;

    /// <summary>Whether to ask before: a wrong value could lock people out, or lose data.</summary>
    public bool IsRisky => _users.Any(user => user.Name == _connection.User || user.Name == "default" || user.Rules is null)
        || _settings.Different.Any(setting => ConfigCatalogue.IsRisky(setting.Key));

    /// <summary>How many properties would be changed.</summary>
    public int Count => _settings.Different.Count + _users.Count;

    /// <summary>The password that the default user will have; null where requirepass is not to be changed.</summary>
    public RedisSecret? DefaultPassword => _settings.Different.FirstOrDefault(setting => setting.Key == ConfigPlan.Password).Value is { } password ? new RedisSecret(password) : null;

    /// <summary>What to warn of before it is done; empty when there is nothing.</summary>
    public string Warning =>
        Own is { Rules: { } wanted } own && AclLockout.LosesPassword(_before.Snapshot.Users!.GetValueOrDefault(own.Name), wanted, _connection.Client.Options.Password, own.Password)
            ? $"The user '{own.Name}' of {_connection}: {AclLockout.PasswordUnknown}."
            : "";

    /// <summary>The password that the user of this connection has now; null where it was not changed, or is not known.</summary>
    public RedisSecret? OwnPassword => Own is { } own && _taken.Contains(own.Name) ? own.Password : null;

    /// <summary>What the server refused to tell.</summary>
    public IReadOnlyList<RedisServerException> Errors => _before.Errors;

    /// <summary>Finds out in one round trip what would have to be changed. Nothing is.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="definition">What is wanted.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<StateConverger> PlanAsync(RedisConnection connection, StateDefinition definition, StateSetOptions options, CancellationToken stop = default) =>
        new(connection, definition, options, await StateReport.ReadAsync(connection, definition, options.Persist, stop).ConfigureAwait(false));

    /// <summary>What would be changed, for the question: one line a property, without secrets.</summary>
    public string Describe()
    {
        IEnumerable<string> lines = _before.Results
            .Where(result => result.InDesiredState == false && !result.RequiresRestart)
            .Select(result => $"  {result.Property}: {result.Actual ?? "(nothing)"} -> {result.Desired ?? "(nothing)"}{(result.Note.Length > 0 ? $"  ({result.Note})" : "")}");
        string what = Count == 0 ? $"Save the present state of {_connection} to its file" : $"Change {Count} {(Count == 1 ? "property" : "properties")} of {_connection}";
        return string.Join(Environment.NewLine, lines.Prepend(what + (Count > 0 && _options.Persist ? ", and save it" : "") + (Count > 0 ? ":" : ".")));
    }

    /// <summary>What there is, where nothing is changed.</summary>
    public IReadOnlyList<StateChange> Unchanged() => Compare(_before, _settings.Result(_settings.Before), _usersSaved);

    /// <summary>Does it. Redis commands: CONFIG SET, ACL SETUSER, ACL DELUSER, CONFIG REWRITE, ACL SAVE, of each what is needed.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="ConfigException">It is known that it cannot be persisted; nothing was changed.</exception>
    public async Task<StateOutcome> ApplyAsync(CancellationToken stop = default)
    {
        _settings.ThrowIfItCannotPersist();
        if (_saveUsers && AclFile is not { Length: > 0 } && _before.Snapshot.Persistence is { CanPersist: false } impossible)
        {
            throw impossible.ToException(_connection.Server);
        }

        IReadOnlyList<ConfigChange> settings = await SetAsync(stop).ConfigureAwait(false);
        foreach (DesiredUser user in _users)
        {
            await SetAsync(user, stop).ConfigureAwait(false);
        }

        bool? usersSaved = _saveUsers ? await SaveUsersAsync(stop).ConfigureAwait(false) : _usersSaved;
        return new StateOutcome(await ReadBackAsync(settings, usersSaved, stop).ConfigureAwait(false), [.. _before.Errors, .. _errors]);
    }

    private async Task<StateChange[]> ReadBackAsync(IReadOnlyList<ConfigChange> settings, bool? usersSaved, CancellationToken stop)
    {
        StateReport after = _before;
        string unread = "";
        try
        {
            after = Count == 0 ? _before : await StateReport.ReadAsync(_connection, _definition, stop).ConfigureAwait(false);
        }
        catch (RedisException e)
        {
            // What was done stays done; most likely it took the log-in from the own user.
            unread = e.Message;
        }

        return Compare(after, settings, usersSaved, unread);
    }

    private DesiredUser? Own => _users.FirstOrDefault(user => user.Name == _connection.User);

    private string? AclFile => _before.Snapshot.Settings is { } settings ? settings.GetValueOrDefault(ConfigPlan.UserFile) ?? "" : null;

    private async Task<IReadOnlyList<ConfigChange>> SetAsync(CancellationToken stop)
    {
        if (_settings.IsEmpty)
        {
            return [];
        }

        try
        {
            IReadOnlyList<ConfigChange> changes = await new ConfigStore(_connection.Client, _connection.Name).ApplyAsync(_settings, stop).ConfigureAwait(false);
            if (changes.Any(change => change is { Name: "appendonly", Changed: true, Value: "yes" })
                && !await AppendOnlyStart.WaitAsync(_connection.Client, _options.Timeout, stop).ConfigureAwait(false))
            {
                _notes["appendonly"] = "The first append-only file is not complete yet: until it is, a restart loses what is not in it.";
            }

            return changes;
        }
        catch (RedisException e) when (e is RedisServerException or ConfigException)
        {
            // All or nothing; the users are another matter.
            _errors.Add(e);
            foreach ((string name, _) in _settings.Different)
            {
                _notes[name] = "Not changed: a setting was refused, and settings change together or not at all.";
            }

            return [];
        }
    }

    private async Task SetAsync(DesiredUser user, CancellationToken stop)
    {
        bool hasSelectors = _before.Snapshot.Users!.TryGetValue(user.Name, out AclRules? actual) && actual.Selectors.Count > 0;
        RedisArgument[] arguments = user.Rules is null
            ? ["DELUSER", user.Name]
            : ["SETUSER", user.Name, .. user.Rules.ToSetUser(hasSelectors).Select(rule => (RedisArgument)rule)];
        RedisCommand command = new("ACL", arguments);
        RespValue reply = await _connection.Client.SendAsync(command, stop).ConfigureAwait(false);
        if (reply.IsError)
        {
            _errors.Add(RedisServerException.FromReply(reply, command));
            _notes[user.Name] = $"Not changed: {reply.AsText()}";
            return;
        }

        _ = _taken.Add(user.Name);
        if (actual is null && user.Rules?.IsEnabled is null && user.Rules is not null)
        {
            _notes[user.Name] = "It was made, and is off, because its rules do not say on.";
        }
    }

    private async Task<bool> SaveUsersAsync(CancellationToken stop)
    {
        RedisException? failure;
        try
        {
            (_, failure) = await AclStorage.SaveAsync(_connection.Client, AclFile, stop).ConfigureAwait(false);
        }
        catch (RedisException e)
        {
            failure = e;
        }

        if (failure is not null)
        {
            _errors.Add(failure);
        }

        return failure is null;
    }

    private StateChange[] Compare(StateReport after, IReadOnlyList<ConfigChange>? settings, bool? usersSaved = null, string unread = "")
    {
        Dictionary<string, ConfigChange> changes = (settings ?? []).ToDictionary(change => change.Name, StringComparer.Ordinal);
        return _before.Results.Zip(after.Results, (before, now) =>
        {
            bool isUser = before.Section == StateSection.AclUsers;
            ConfigChange? change = isUser ? null : changes.GetValueOrDefault(before.Property);
            bool? inDesiredState = unread.Length > 0 ? null : now.InDesiredState;
            bool changed = isUser ? _taken.Contains(before.Property) && inDesiredState != false : change?.Changed ?? false;
            string state = inDesiredState == true && isUser ? "" : unread.Length > 0 ? unread : now.Note;
            string note = string.Join(' ', new[] { changed && inDesiredState is null ? "The server said OK, and it cannot be read back:" : "", state, change is { RequiresRestart: true } ? "" : change?.Note ?? "", _notes.GetValueOrDefault(before.Property) ?? "" }.Where(text => text.Length > 0));
            return new StateChange
            {
                Section = before.Section,
                Property = before.Property,
                Previous = before.Actual,
                Value = unread.Length > 0 || now.Actual is null ? change?.Value : now.Actual,
                Desired = now.Desired,
                Changed = changed,
                InDesiredState = inDesiredState,
                RequiresRestart = now.RequiresRestart,
                Persisted = isUser ? usersSaved ?? (changed ? false : null) : change?.Persisted,
                Note = note,
                Server = before.Server,
                ConnectionName = before.ConnectionName,
            };
        }).ToArray();
    }
}
