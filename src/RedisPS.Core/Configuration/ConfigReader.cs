using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Core.Configuration;

/// <summary>Reads settings as people look at them.</summary>
public static class ConfigReader
{
    /// <summary>Reads settings. Redis command: CONFIG GET.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="patterns">Names or patterns as CONFIG GET has them.</param>
    /// <param name="includeSensitive">Whether to show secrets.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>By name. Old names are left out, unless asked for by exactly that name.</returns>
    public static async Task<IReadOnlyList<ConfigSetting>> ReadAsync(RedisConnection connection, IReadOnlyList<string> patterns, bool includeSensitive, CancellationToken stop)
    {
        IReadOnlyDictionary<string, string> texts = await new ConfigStore(connection.Client, connection.Name).ReadAsync(patterns, stop).ConfigureAwait(false);
        HashSet<string> named = patterns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return texts.OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => From(connection, setting.Key, setting.Value, includeSensitive))
            .Where(setting => setting.AliasOf is null || named.Contains(setting.Name) || !texts.ContainsKey(setting.AliasOf))
            .ToArray();
    }

    private static ConfigSetting From(RedisConnection connection, string name, string text, bool includeSensitive)
    {
        ConfigDefinition known = ConfigCatalogue.FindOrGuess(name, text);

        // Garnet has settings of the same names that count other things and change at other times: cluster-node-timeout is seconds there.
        bool sameNamesMeanTheSame = connection.Client.Capabilities.Product is not ServerProduct.Garnet;
        ConfigMutability mutability = sameNamesMeanTheSame ? known.Mutability : ConfigMutability.Unknown;
        string? standard = known.DefaultOf(connection.Client.Capabilities.Product);
        string shown = includeSensitive ? text : ConfigCatalogue.Mask(name, text)!;
        return new ConfigSetting
        {
            Name = name,
            Value = ConfigValue.Parse(name, shown),
            RawValue = shown,
            Unit = sameNamesMeanTheSame ? known.Unit : "",
            Kind = known.Kind,
            Default = standard,
            IsDefault = standard is null ? null : ConfigValue.SameMeaning(name, text, standard),
            Mutability = mutability,
            IsMutable = mutability switch { ConfigMutability.Live => true, ConfigMutability.Start => false, _ => null },
            IsSensitive = known.IsSensitive,
            AliasOf = known.AliasOf,
            Server = connection.Server,
            ConnectionName = connection.Name,
        };
    }
}
