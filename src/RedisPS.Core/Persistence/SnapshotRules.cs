namespace RedisPS.Core.Persistence;

/// <summary>What the presets stand for.</summary>
public static class SnapshotRules
{
    /// <summary>The rules of a preset.</summary>
    /// <param name="preset">The preset.</param>
    /// <returns>None for Disabled.</returns>
    public static IReadOnlyList<SaveRule> Of(SnapshotPreset preset) => preset switch
    {
        SnapshotPreset.Default => [new(3600, 1), new(300, 100), new(60, 10000)],
        SnapshotPreset.HighDurability => [new(300, 1), new(60, 10), new(30, 1000)],
        SnapshotPreset.Performance => [new(3600, 1), new(900, 10000)],
        _ => [],
    };

    /// <summary>Rules as the setting save has them.</summary>
    /// <param name="rules">The rules.</param>
    /// <returns>Empty for none.</returns>
    public static string Text(IEnumerable<SaveRule> rules) => string.Join(' ', rules);
}
