using System.Collections.Frozen;

namespace RedisPS.Core.DesiredState;

/// <summary>The settings of the section Persistence, by names that say what they are. The server's own names are taken too.</summary>
internal static class PersistenceNames
{
    private static readonly (string Name, string Setting)[] s_names =
    [
        ("Save", "save"),
        ("AppendOnly", "appendonly"),
        ("AppendFsync", "appendfsync"),
        ("no-appendfsync-on-rewrite", "no-appendfsync-on-rewrite"),
        ("RewritePercentage", "auto-aof-rewrite-percentage"),
        ("RewriteMinSize", "auto-aof-rewrite-min-size"),
        ("RdbPreamble", "aof-use-rdb-preamble"),
        ("LoadTruncated", "aof-load-truncated"),
        ("Compression", "rdbcompression"),
        ("Checksum", "rdbchecksum"),
        ("StopWritesOnError", "stop-writes-on-bgsave-error"),
        ("IncrementalFsync", "rdb-save-incremental-fsync"),
    ];

    private static readonly FrozenDictionary<string, string> s_settings = s_names
        .Concat(s_names.Select(name => (Name: name.Setting, name.Setting)))
        .DistinctBy(name => name.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(name => name.Name, name => name.Setting, StringComparer.OrdinalIgnoreCase);

    /// <summary>The server's name of a setting of this section.</summary>
    public static string ToSetting(string name) => s_settings.TryGetValue(name.Trim(), out string? setting)
        ? setting
        : throw StateDefinition.Invalid(
            $"'{name}' is nothing of the section Persistence.",
            $"It has {string.Join(", ", s_settings.Keys.Where(key => char.IsUpper(key[0])).Order(StringComparer.Ordinal))}; other settings belong into Configuration.");

    /// <summary>The name of a setting in this section; null when it does not belong there.</summary>
    public static string? FromSetting(string setting) => s_settings.FirstOrDefault(name => name.Value == setting && char.IsUpper(name.Key[0])).Key
        ?? (s_settings.ContainsKey(setting) ? setting : null);
}
