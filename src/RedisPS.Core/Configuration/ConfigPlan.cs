using RedisPS.Client;
using RedisPS.Core.Access;

namespace RedisPS.Core.Configuration;

/// <summary>What would have to be changed for a server to have the wanted values; and, afterwards, the truth about it.</summary>
internal sealed class ConfigPlan
{
    /// <summary>The password of the default user, which a server with a file of users takes from there at its start, and not from here (seen on Redis 7.0, 8.0 and Valkey 8.1).</summary>
    internal const string Password = "requirepass";

    /// <summary>The setting that names the file of users.</summary>
    internal const string UserFile = "aclfile";

    private readonly RedisClient _client;
    private readonly string _connectionName;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _wanted;
    private readonly ConfigPersistence? _persistence;
    private readonly HashSet<string> _different;
    private readonly HashSet<string> _skipped = [];

    public ConfigPlan(
        RedisClient client,
        string connectionName,
        ConfigSetOptions options,
        IReadOnlyList<KeyValuePair<string, string>> wanted,
        IReadOnlyDictionary<string, string> before,
        ConfigPersistence? persistence)
    {
        _client = client;
        _connectionName = connectionName;
        _wanted = wanted;
        _persistence = persistence;
        Options = options;
        Before = before;
        List<KeyValuePair<string, string>> different = [];
        foreach (KeyValuePair<string, string> setting in wanted)
        {
            if (before.TryGetValue(setting.Key, out string? current) && ConfigValue.SameMeaning(setting.Key, current, setting.Value))
            {
                continue;
            }

            if (options.SkipImmutable && ConfigCatalogue.Find(setting.Key)?.Mutability == ConfigMutability.Start)
            {
                _ = _skipped.Add(setting.Key);
                continue;
            }

            different.Add(setting);
        }

        Different = different;
        _different = different.Select(setting => setting.Key).ToHashSet(StringComparer.Ordinal);
        AclFile = wanted.Any(setting => setting.Key == Password) && before.GetValueOrDefault(UserFile) is { Length: > 0 } users ? users : null;
        NeedsUserSave = AclFile is not null && persistence is { CanPersist: true } && (_different.Contains(Password) || HasPassword(before.GetValueOrDefault(Password)) != true);
        NeedsRewrite = persistence is { CanPersist: true } && (different.Count > 0 || !FileHasAll(persistence.Load()));
    }

    public ConfigSetOptions Options { get; }

    /// <summary>What the server had.</summary>
    public IReadOnlyDictionary<string, string> Before { get; }

    /// <summary>What must be sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Different { get; }

    /// <summary>Whether the configuration file must be written.</summary>
    public bool NeedsRewrite { get; }

    /// <summary>The server's file of users, where that is what counts at its start for something that is wanted; null otherwise.</summary>
    public string? AclFile { get; }

    /// <summary>Whether the file of users must be written.</summary>
    public bool NeedsUserSave { get; }

    /// <summary>Whether there is anything to do.</summary>
    public bool IsEmpty => Different.Count == 0 && !NeedsRewrite && !NeedsUserSave;

    public void ThrowIfItCannotPersist()
    {
        if (Different.Count > 0 && _persistence is { CanPersist: false })
        {
            throw _persistence.ToException(_client.Endpoint.ToString());
        }
    }

    /// <summary>What would come of it.</summary>
    public IReadOnlyList<ConfigChange> Expected() => _wanted.Select(setting => _different.Contains(setting.Key)
        ? Change(setting.Key, setting.Value, changed: true, _persistence is { CanPersist: true }, Before.ContainsKey(setting.Key) ? "" : "The server does not know this setting.")
        : Unchanged(setting.Key, null, "")).ToArray();

    /// <summary>What came of it, as read back.</summary>
    /// <param name="after">The values now.</param>
    /// <param name="failure">Why the file could not be written; null when it was, or was not to be.</param>
    /// <param name="userFailure">Why the file of users could not be written; null when it was, or was not to be.</param>
    public IReadOnlyList<ConfigChange> Result(IReadOnlyDictionary<string, string> after, string? failure = null, string? userFailure = null)
    {
        ConfigFile? file = _persistence?.Load();
        return _wanted.Select(setting =>
        {
            string name = setting.Key;
            if (!_different.Contains(name))
            {
                (bool? had, string why) = Persisted(name, Before.GetValueOrDefault(name), file, failure, userFailure);
                return Unchanged(name, had, why);
            }

            string? value = after.GetValueOrDefault(name);
            (bool? persisted, string note) = Persisted(name, value, file, failure, userFailure);
            if (value is not null && !ConfigValue.SameMeaning(name, value, setting.Value))
            {
                note = $"The server accepted {ConfigCatalogue.Mask(name, setting.Value)} and made {ConfigCatalogue.Mask(name, value)} of it. {note}".TrimEnd();
            }

            return Change(name, value, !string.Equals(value, Before.GetValueOrDefault(name), StringComparison.Ordinal), persisted ?? false, note);
        }).ToArray();
    }

    /// <summary>What came of it, for now.</summary>
    public IReadOnlyList<ConfigChange> Result(IReadOnlyDictionary<string, string> after, PendingChange pending) => _wanted.Select(setting => _different.Contains(setting.Key)
        ? Change(setting.Key, after.GetValueOrDefault(setting.Key), changed: true, persisted: false, "Undone unless confirmed in time with Confirm-RedisChange.", pending.RevertsAt)
        : Unchanged(setting.Key, null, "")).ToArray();

    // Where the file cannot be read nobody knows; writing it once more does no harm.
    private bool FileHasAll(ConfigFile? file) => file is { Duplicate: null } && _wanted.All(setting => !Before.TryGetValue(setting.Key, out string? value) || Has(file, setting.Key, value) != false);

    // What a start with the file would give; null when neither the file nor the table of defaults knows.
    private bool? Has(ConfigFile file, string name, string value) =>
        (file.Find(name) ?? ConfigCatalogue.Find(name)?.DefaultOf(_client.Capabilities.Product)) is { } expected ? ConfigValue.SameMeaning(name, expected, value) : null;

    // What the default user has in the file of users; null when it cannot be read here.
    private bool? HasPassword(string? password) => AclStorage.SavedDefault(_persistence!, AclFile!) is { } saved
        ? string.IsNullOrEmpty(password) ? saved.NoPassword == true : saved.PasswordHashes.Contains(PasswordHash.Of(new RedisSecret(password)))
        : null;

    private (bool? Persisted, string Note) Persisted(string name, string? value, ConfigFile? file, string? failure, string? userFailure)
    {
        if (_persistence is null)
        {
            return (null, "");
        }

        if (name == Password && AclFile is not null)
        {
            return PasswordPersisted(value, userFailure);
        }

        if (failure is not null)
        {
            return (false, $"Not in the configuration file: {failure}");
        }

        if (file is null || value is null)
        {
            return !_persistence.CanPersist ? (null, $"It cannot be made sure that it lasts: {_persistence.Reason}.") : NeedsRewrite ? (true, "") : (null, "");
        }

        if (file.Duplicate is { } twice)
        {
            return (false, $"The server does not start with {file.Path}: '{twice}' stands there, or in a file that it includes, twice.");
        }

        bool? has = Has(file, name, value);
        if (!_persistence.CanPersist && has != true)
        {
            return (has, $"Not in the configuration file: {_persistence.Reason}.");
        }

        // CONFIG REWRITE writes the main file only: what an included file says after it, or says of a setting that is back at its
        // default, counts at the next start (seen on Redis 7.0, 8.0 and Valkey 8.1).
        return has == false
            ? (false, $"CONFIG REWRITE wrote {file.Path}, but a start with it gives {ConfigCatalogue.Mask(name, file.Find(name))}: an included file says so ({string.Join(", ", file.Includes)}).")
            : (true, file.Unread.Count == 0 ? "" : $"Included files that cannot be read here for sure may say otherwise: {string.Join(", ", file.Unread)}.");
    }

    private (bool? Persisted, string Note) PasswordPersisted(string? password, string? failure)
    {
        if (failure is not null)
        {
            return (false, $"Not in {AclFile}, the server's file of users, from which it takes the password at its start: {failure}");
        }

        return HasPassword(password) switch
        {
            null => (NeedsUserSave ? true : null, ""),
            true => (true, ""),
            false => (false, $"The default user has another password in {AclFile}, the server's file of users, and that one counts at its start: use Set-RedisPassword -Persist."),
        };
    }

    private ConfigChange Unchanged(string name, bool? persisted, string note) => new()
    {
        Name = name,
        Previous = ConfigCatalogue.Mask(name, Before.GetValueOrDefault(name)),
        Value = ConfigCatalogue.Mask(name, Before.GetValueOrDefault(name)),
        Persisted = _skipped.Contains(name) ? null : persisted,
        RequiresRestart = _skipped.Contains(name),
        Note = _skipped.Contains(name) ? "Read at start only: change the configuration file and start the server again." : note,
        Server = _client.Endpoint.ToString(),
        ConnectionName = _connectionName,
    };

    private ConfigChange Change(string name, string? value, bool changed, bool persisted, string note, DateTimeOffset? revertsAt = null) => new()
    {
        Name = name,
        Previous = ConfigCatalogue.Mask(name, Before.GetValueOrDefault(name)),
        Value = ConfigCatalogue.Mask(name, value),
        Changed = changed,
        Persisted = persisted,
        RequiresRestart = ConfigCatalogue.Find(name)?.Mutability == ConfigMutability.Start,
        Note = note,
        RevertsAt = revertsAt,
        Server = _client.Endpoint.ToString(),
        ConnectionName = _connectionName,
    };
}
