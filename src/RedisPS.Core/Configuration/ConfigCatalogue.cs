using System.Collections.Frozen;

namespace RedisPS.Core.Configuration;

/// <summary>The settings that are known by name. A server may have others: they work too, their kind is seen from their value.</summary>
public static class ConfigCatalogue
{
    private static readonly FrozenDictionary<string, ConfigDefinition> s_settings = Read();

    // A wrong value of these can leave nobody able to connect and put it right.
    private static readonly FrozenSet<string> s_lockOut = new[]
    {
        "bind", "port", "requirepass", "protected-mode", "maxclients", "unixsocket", "unixsocketperm", "aclfile", "user",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What loses data when it is wrong, beside those above.
    private static readonly FrozenSet<string> s_risky = new[] { "save", "appendonly", "replicaof", "slaveof" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<ConfigDefinition> All => s_settings.Values.OrderBy(setting => setting.Name, StringComparer.Ordinal);

    /// <summary>A setting; null when it is not known.</summary>
    /// <param name="name">Its name; case does not matter.</param>
    public static ConfigDefinition? Find(string name) => s_settings.GetValueOrDefault(name);

    /// <summary>A setting, or what a look at its value tells of one that is not known.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static ConfigDefinition FindOrGuess(string name, string? value) => Find(name) ?? new ConfigDefinition
    {
        Name = name.ToLowerInvariant(),
        Kind = value is "yes" or "no" ? ConfigKind.Boolean : long.TryParse(value, out _) ? ConfigKind.Integer : ConfigKind.Text,
        IsSensitive = IsSensitive(name),
    };

    /// <summary>Whether nobody may see a setting's value: requirepass, masterauth, tls-key-file-pass, and what is named like them.</summary>
    /// <param name="name">Its name.</param>
    public static bool IsSensitive(string name) => s_settings.TryGetValue(name, out ConfigDefinition? known)
        ? known.IsSensitive
        : name.EndsWith("pass", StringComparison.OrdinalIgnoreCase) || name.EndsWith("auth", StringComparison.OrdinalIgnoreCase)
            || name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Contains("secret", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a wrong value can leave nobody able to connect and put it right: bind, port, requirepass, tls-*, ...</summary>
    /// <param name="name">Its name.</param>
    public static bool CanLockOut(string name) => s_lockOut.Contains(name) || name.StartsWith("tls-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether to ask before it is changed: it can lock out, or lose data.</summary>
    /// <param name="name">Its name.</param>
    public static bool IsRisky(string name) => CanLockOut(name) || s_risky.Contains(name);

    /// <summary>Three stars for a secret that is set, the value itself otherwise.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="value">Its value.</param>
    public static string? Mask(string name, string? value) => string.IsNullOrEmpty(value) || !IsSensitive(name) ? value : "***";

    private static FrozenDictionary<string, ConfigDefinition> Read()
    {
        using Stream stream = typeof(ConfigCatalogue).Assembly.GetManifestResourceStream("Settings.tsv")!;
        using StreamReader reader = new(stream);
        Dictionary<string, ConfigDefinition> settings = new(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            if (line is ['#', ..] || line.Split('\t') is not { Length: 9 } parts)
            {
                continue;
            }

            settings[parts[0]] = new ConfigDefinition
            {
                Name = parts[0],
                Kind = Enum.Parse<ConfigKind>(parts[1]),
                Unit = parts[2],
                Mutability = parts[3] switch { "start" => ConfigMutability.Start, "protected" => ConfigMutability.Protected, _ => ConfigMutability.Live },
                IsSensitive = parts[4].Length > 0,
                AliasOf = parts[5].Length > 0 ? parts[5] : null,
                HasDefault = parts[6] != "?",
                Default = parts[6],
                ValkeyDefault = parts[7].Length > 0 ? parts[7] : null,
                Values = parts[8].Split('|', StringSplitOptions.RemoveEmptyEntries),
            };
        }

        return settings.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
