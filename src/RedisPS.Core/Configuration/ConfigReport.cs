namespace RedisPS.Core.Configuration;

/// <summary>Tells the truth about a change of settings.</summary>
internal sealed class ConfigReport(
    string server,
    string connectionName,
    IReadOnlyList<KeyValuePair<string, string>> wanted,
    IReadOnlyDictionary<string, string> before,
    HashSet<string> skipped)
{
    /// <summary>What would change; all that is known when nothing is different.</summary>
    public IReadOnlyList<ConfigChange> Planned(IReadOnlyList<KeyValuePair<string, string>> different, ConfigPersistence? persistence)
    {
        HashSet<string> names = different.Select(setting => setting.Key).ToHashSet(StringComparer.Ordinal);
        return wanted.Select(setting => names.Contains(setting.Key)
            ? Change(setting.Key, setting.Value, changed: true, persistence is { CanPersist: true }, before.ContainsKey(setting.Key) ? "" : "The server does not know this setting.")
            : Unchanged(setting.Key)).ToArray();
    }

    /// <summary>What has changed, as read back.</summary>
    public IReadOnlyList<ConfigChange> Done(IReadOnlyList<KeyValuePair<string, string>> different, IReadOnlyDictionary<string, string> after, bool? saved, string? failure)
    {
        HashSet<string> names = different.Select(setting => setting.Key).ToHashSet(StringComparer.Ordinal);
        return wanted.Select(setting =>
        {
            if (!names.Contains(setting.Key))
            {
                return Unchanged(setting.Key);
            }

            string? value = after.GetValueOrDefault(setting.Key);
            bool changed = !string.Equals(value, before.GetValueOrDefault(setting.Key), StringComparison.Ordinal);
            string note = value is not null && !ConfigValue.SameMeaning(setting.Key, value, setting.Value)
                ? $"The server accepted {ConfigCatalogue.Mask(setting.Key, setting.Value)} and made {ConfigCatalogue.Mask(setting.Key, value)} of it."
                : failure is null ? "" : $"Not in the configuration file: {failure}";
            return Change(setting.Key, value, changed, saved ?? false, note);
        }).ToArray();
    }

    private ConfigChange Unchanged(string name) => new()
    {
        Name = name,
        Previous = ConfigCatalogue.Mask(name, before.GetValueOrDefault(name)),
        Value = ConfigCatalogue.Mask(name, before.GetValueOrDefault(name)),
        RequiresRestart = skipped.Contains(name),
        Note = skipped.Contains(name) ? "Read at start only: change the configuration file and start the server again." : "",
        Server = server,
        ConnectionName = connectionName,
    };

    private ConfigChange Change(string name, string? value, bool changed, bool persisted, string note) => new()
    {
        Name = name,
        Previous = ConfigCatalogue.Mask(name, before.GetValueOrDefault(name)),
        Value = ConfigCatalogue.Mask(name, value),
        Changed = changed,
        Persisted = persisted,
        RequiresRestart = ConfigCatalogue.Find(name)?.Mutability == ConfigMutability.Start,
        Note = note,
        Server = server,
        ConnectionName = connectionName,
    };
}
