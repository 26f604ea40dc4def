namespace RedisPS.Client;

/// <summary>What a server calls its commands.</summary>
internal static class CommandNames
{
    /// <summary>The server's name of a command; null when the map says it is disabled.</summary>
    public static string? Map(IReadOnlyDictionary<string, string?>? map, string name)
    {
        if (map is null) { return name; }
        if (map.TryGetValue(name, out string? exact)) { return string.IsNullOrEmpty(exact) ? null : exact; }
        foreach ((string key, string? value) in map)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) { return string.IsNullOrEmpty(value) ? null : value; }
        }

        return name;
    }
}
