using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Configuration;

/// <summary>Writes a running configuration to the server's file, and looks whether it is there.</summary>
public sealed class ConfigSaver
{
    private readonly RedisConnection _connection;
    private ConfigPersistence _persistence = new();

    /// <summary>For a server.</summary>
    /// <param name="connection">The server.</param>
    public ConfigSaver(RedisConnection connection) => _connection = connection;

    /// <summary>The server's configuration file; null when it is not known.</summary>
    public string? ConfigFile => _persistence.ConfigFile;

    /// <summary>Finds out what saving would change. Redis commands: INFO server, CONFIG GET.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The settings that the next start would change; null when the file cannot be read here.</returns>
    /// <exception cref="ConfigException">It is known that the server cannot write its file.</exception>
    public async Task<IReadOnlyList<ConfigFileDifference>?> PreviewAsync(CancellationToken stop)
    {
        _persistence = await ConfigPersistence.CheckAsync(_connection.Client, stop).ConfigureAwait(false);
        return _persistence.CanPersist
            ? (await CompareAsync(stop).ConfigureAwait(false))?.Differences
            : throw _persistence.ToException(_connection.Server);
    }

    /// <summary>Writes the file, and looks whether a start with it gives what runs. Redis commands: CONFIG REWRITE, CONFIG GET; ACL GETUSER where a file of users has the last word on the password.</summary>
    /// <param name="changes">What <see cref="PreviewAsync"/> found.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The server refused.</exception>
    /// <exception cref="ConfigException">The server could not write the file.</exception>
    public async Task<ConfigSave> SaveAsync(IReadOnlyList<ConfigFileDifference>? changes, CancellationToken stop)
    {
        RedisCommand command = new("CONFIG", "REWRITE");
        RespValue reply = await _connection.Client.SendAsync(command, stop).ConfigureAwait(false);
        if (reply.IsError)
        {
            throw reply.AsText()!.Contains("Rewriting config file", StringComparison.Ordinal)
                ? new ConfigException(
                    ConfigFailure.FileNotWritable,
                    $"The server could not write {ConfigFile ?? "its configuration file"}: {reply.AsText()}",
                    "The server writes a new file beside the old one and puts it in its place: its user needs the right to write to the directory, and the file must not be mounted by itself.")
                : RedisServerException.FromReply(reply, command);
        }

        if (await CompareAsync(stop).ConfigureAwait(false) is not var (file, running, remaining))
        {
            return Result(changes, saved: true);
        }

        bool? password = await IsPasswordSavedAsync(running, stop).ConfigureAwait(false);
        List<(string Note, string Remedy)> problems = [];
        if (file.Duplicate is { } twice)
        {
            problems.Add(($"the server does not start with it: '{twice}' stands there, or in a file that it includes, twice", "Remove one of the two lines."));
        }

        if (remaining.Count > 0)
        {
            problems.Add((
                $"a start with it gives other values, because files that it includes say so: {string.Join(", ", remaining.Select(left => left.Name))}",
                "Change them in the included files, or put the include at the top of the file."));
        }

        if (password == false)
        {
            problems.Add(($"the server takes the password of its default user from {running[ConfigPlan.UserFile]} at its start, which has another", "Save-RedisAcl writes that file."));
        }

        return Result(changes, saved: true, problems.Count > 0 ? false : password is null || file.Unread.Count > 0 ? null : true, remaining, problems);
    }

    /// <summary>What saving would do.</summary>
    /// <param name="changes">What <see cref="PreviewAsync"/> found.</param>
    public ConfigSave Expected(IReadOnlyList<ConfigFileDifference>? changes) => Result(changes, saved: false);

    private ConfigSave Result(
        IReadOnlyList<ConfigFileDifference>? changes, bool saved, bool? verified = null, IReadOnlyList<ConfigFileDifference>? remaining = null, IReadOnlyList<(string Note, string Remedy)>? problems = null) => new()
    {
        ConfigFile = ConfigFile,
        Saved = saved,
        Verified = verified,
        Changes = changes,
        Remaining = remaining ?? [],
        Note = string.Join("; ", problems?.Select(problem => problem.Note) ?? []),
        Remedy = string.Join(' ', problems?.Select(problem => problem.Remedy) ?? []),
        Server = _connection.Server,
        ConnectionName = _connection.Name,
    };

    // With a file of users requirepass does not count at a start, and CONFIG REWRITE does not write that file.
    private async Task<bool?> IsPasswordSavedAsync(IReadOnlyDictionary<string, string> running, CancellationToken stop)
    {
        if (running.GetValueOrDefault(ConfigPlan.UserFile) is not { Length: > 0 } file || running.GetValueOrDefault(ConfigPlan.Password) is not { Length: > 0 } password)
        {
            return true;
        }

        if (AclStorage.SavedDefault(_persistence, file) is not { } saved)
        {
            return null;
        }

        try
        {
            return await new AclStore(_connection).FindRulesAsync("default", stop).ConfigureAwait(false) is { } user && user.SamePasswords(saved);
        }
        catch (RedisServerException)
        {
            // The user may not look; what the setting says is the next best.
            return saved.PasswordHashes.Contains(PasswordHash.Of(new RedisSecret(password)));
        }
    }

    private async Task<(ConfigFile File, IReadOnlyDictionary<string, string> Running, IReadOnlyList<ConfigFileDifference> Differences)?> CompareAsync(CancellationToken stop)
    {
        if (_persistence.Load() is not { } file)
        {
            return null;
        }

        IReadOnlyDictionary<string, string> running = await new ConfigStore(_connection.Client).ReadAsync(["*"], stop).ConfigureAwait(false);
        bool hasUserFile = running.GetValueOrDefault(ConfigPlan.UserFile) is { Length: > 0 };
        List<ConfigFileDifference> differences = [];
        foreach ((string name, string value) in running.Where(setting => !hasUserFile || setting.Key != ConfigPlan.Password).OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            ConfigDefinition? known = ConfigCatalogue.Find(name);
            string? start = file.Find(name) ?? known?.DefaultOf(_connection.Client.Capabilities.Product);
            if (start is not null && known?.AliasOf is null && !ConfigValue.SameMeaning(name, value, start))
            {
                differences.Add(new ConfigFileDifference(name, ConfigCatalogue.Mask(name, start), ConfigCatalogue.Mask(name, value)));
            }
        }

        return (file, running, differences);
    }
}
