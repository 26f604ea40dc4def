using RedisPS.Client;
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
            ? await CompareAsync(stop).ConfigureAwait(false)
            : throw _persistence.ToException(_connection.Server);
    }

    /// <summary>Writes the file. Redis command: CONFIG REWRITE.</summary>
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

        IReadOnlyList<ConfigFileDifference>? remaining = await CompareAsync(stop).ConfigureAwait(false);
        return Result(changes, saved: true, remaining is null ? null : remaining.Count == 0, remaining ?? []);
    }

    /// <summary>What saving would do.</summary>
    /// <param name="changes">What <see cref="PreviewAsync"/> found.</param>
    public ConfigSave Expected(IReadOnlyList<ConfigFileDifference>? changes) => Result(changes, saved: false, null, []);

    private ConfigSave Result(IReadOnlyList<ConfigFileDifference>? changes, bool saved, bool? verified, IReadOnlyList<ConfigFileDifference> remaining) => new()
    {
        ConfigFile = ConfigFile,
        Saved = saved,
        Verified = verified,
        Changes = changes,
        Remaining = remaining,
        Server = _connection.Server,
        ConnectionName = _connection.Name,
    };

    private async Task<IReadOnlyList<ConfigFileDifference>?> CompareAsync(CancellationToken stop)
    {
        if (_persistence.Load() is not { } file)
        {
            return null;
        }

        IReadOnlyDictionary<string, string> running = await new ConfigStore(_connection.Client).ReadAsync(["*"], stop).ConfigureAwait(false);
        List<ConfigFileDifference> differences = [];
        foreach ((string name, string value) in running.OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            ConfigDefinition? known = ConfigCatalogue.Find(name);
            string? start = file.Find(name) ?? known?.DefaultOf(_connection.Client.Capabilities.Product);
            if (start is not null && known?.AliasOf is null && !ConfigValue.SameMeaning(name, value, start))
            {
                differences.Add(new ConfigFileDifference(name, ConfigCatalogue.Mask(name, start), ConfigCatalogue.Mask(name, value)));
            }
        }

        return differences;
    }
}
