using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.DesiredState;

namespace RedisPS.Core.Configuration;

/// <summary>What a server's settings are compared with: another server, or a file.</summary>
public sealed class ConfigReference
{
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly IReadOnlySet<string> _shares;

    private ConfigReference(string name, IReadOnlyDictionary<string, string> settings, bool isServer, bool isWhole, IReadOnlyList<string>? unread = null, IReadOnlySet<string>? shares = null)
    {
        Name = name;
        _settings = settings;
        IsServer = isServer;
        IsWhole = isWhole;
        Unread = unread ?? [];
        _shares = shares ?? new HashSet<string>();
    }

    /// <summary>The server, or the file.</summary>
    public string Name { get; }

    /// <summary>Whether it is a running server.</summary>
    public bool IsServer { get; }

    /// <summary>Whether what it does not mention is at its default, as in a redis.conf. Otherwise that is not compared.</summary>
    public bool IsWhole { get; }

    /// <summary>Files that a redis.conf includes and that cannot be read here.</summary>
    public IReadOnlyList<string> Unread { get; }

    /// <summary>Another server. Redis command: CONFIG GET.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="RedisServerException">The server refused.</exception>
    public static async Task<ConfigReference> ReadAsync(RedisConnection connection, CancellationToken stop = default) =>
        new(connection.Server, await new ConfigStore(connection.Client).ReadAsync(["*"], stop).ConfigureAwait(false), isServer: true, isWhole: false);

    /// <summary>A file: psd1, JSON (of settings, or a desired state), anything else is a redis.conf with what it includes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigException">It cannot be read.</exception>
    public static ConfigReference Load(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".psd1" or ".json" or ".jsonc")
        {
            IReadOnlyDictionary<string, object?> data = DataFile.Load(path);
            StateDefinition state = data.Values.Any(value => value is IReadOnlyDictionary<string, object?>)
                ? StateDefinition.From(data)
                : StateDefinition.From(new Dictionary<string, object?> { ["Configuration"] = data });
            return new ConfigReference(
                path, state.Settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.OrdinalIgnoreCase), isServer: false, isWhole: false,
                shares: state.Settings.Where(setting => setting.IsShare).Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal));
        }

        try
        {
            ConfigFile file = ConfigFile.Load(path);
            return new ConfigReference(path, file.Settings, isServer: false, isWhole: true, file.Unread);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(ConfigFailure.FileUnreadable, $"'{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Compares a server with it, by meaning. Redis command: CONFIG GET.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="includeInstance">Whether with settings that say where one server is and listens. A redis.conf is always compared with them.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>All settings that both or one of them knows, by name.</returns>
    /// <exception cref="RedisServerException">The server refused.</exception>
    public async Task<IReadOnlyList<ConfigDifference>> CompareAsync(RedisConnection connection, bool includeInstance, CancellationToken stop = default)
    {
        IReadOnlyDictionary<string, string> running = await new ConfigStore(connection.Client).ReadAsync(["*"], stop).ConfigureAwait(false);
        IEnumerable<string> names = IsServer || IsWhole ? running.Keys.Union(_settings.Keys, StringComparer.OrdinalIgnoreCase) : _settings.Keys;
        return names
            .Where(name => (!IsServer || includeInstance || !InstanceSettings.Contains(name)) && !IsOldName(name, running))
            .Order(StringComparer.Ordinal)
            .Select(name => Compare(connection, name, running.GetValueOrDefault(name)))
            .OfType<ConfigDifference>()
            .ToArray();
    }

    private static bool IsOldName(string name, IReadOnlyDictionary<string, string> running) => ConfigCatalogue.Find(name)?.AliasOf is { } today && running.ContainsKey(today);

    private ConfigDifference? Compare(RedisConnection connection, string name, string? value)
    {
        ConfigDefinition? known = ConfigCatalogue.Find(name);
        string? other = _settings.GetValueOrDefault(name);
        string note = _shares.Contains(name) ? "A share of the machine's memory: Test-RedisDesiredState compares it." : "";
        if (other is null && IsWhole)
        {
            // What the file leaves out has its default, as far as that is known.
            other = known?.DefaultOf(connection.Product);
            if (other is null)
            {
                return null;
            }

            note = "Not in the file: the default.";
        }

        ConfigDifferenceKind kind = (value, other) switch
        {
            (not null, null) => ConfigDifferenceKind.OnlyHere,
            (null, not null) => ConfigDifferenceKind.OnlyThere,
            _ => ConfigValue.SameMeaning(name, value, other) ? ConfigDifferenceKind.Equal : ConfigDifferenceKind.Different,
        };
        return new ConfigDifference
        {
            Name = name,
            Value = ConfigCatalogue.Mask(name, value),
            ReferenceValue = ConfigCatalogue.Mask(name, other),
            Difference = kind,
            IsSensitive = ConfigCatalogue.IsSensitive(name),
            Note = note,
            Reference = Name,
            Server = connection.Server,
            ConnectionName = connection.Name,
        };
    }
}
