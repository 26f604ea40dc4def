using System.Globalization;

namespace RedisPS.Core.Keyspace;

/// <summary>What a mass operation would touch, at the time it was planned.</summary>
public sealed class BlastRadius
{
    /// <summary>How many names are kept as examples.</summary>
    public const int MostSamples = 10;

    private readonly SortedDictionary<string, long> _types = new(StringComparer.Ordinal);
    private readonly List<string> _samples = [];

    internal BlastRadius(KeyOrigin origin) => Origin = origin;

    /// <summary>How many keys, each counted once.</summary>
    public long Matched { get; private set; }

    /// <summary>The memory they take together, in bytes (MEMORY USAGE); null when the server would not tell.</summary>
    public long? MemoryBytes { get; private set; }

    /// <summary><see cref="MemoryBytes"/> for people.</summary>
    public string? MemoryText => MemoryBytes is { } bytes ? ByteSize.Format(bytes) : null;

    /// <summary>How many keys of each type; keys whose type the server would not tell count as "unknown".</summary>
    public IReadOnlyDictionary<string, long> Types => _types;

    /// <summary>How many never expire; null when it was not asked.</summary>
    public long? NoExpiryCount { get; private set; }

    /// <summary>Up to ten names, as text.</summary>
    public IReadOnlyList<string> Samples => _samples;

    /// <summary>Given names that do not exist.</summary>
    public long Missing { get; internal set; }

    /// <summary>How many new names are taken, when keys are renamed or copied; null when it was not asked.</summary>
    public long? TakenCount { get; private set; }

    /// <summary>The server.</summary>
    public string Server => Origin.Server;

    /// <summary>The database.</summary>
    public int Database => Origin.Database;

    /// <summary>The connection's name, or null.</summary>
    public string? ConnectionName => Origin.ConnectionName;

    internal KeyOrigin Origin { get; }

    internal TakenNames? Taken { get; private set; }

    /// <summary>The text of the one question that is asked before a mass change.</summary>
    /// <returns>Count, types, bytes, keys without expiry, server, database, and examples.</returns>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string keys = Matched == 1 ? "1 key" : string.Create(culture, $"{Matched:N0} keys");
        string types = _types.Count == 0 ? "" : $" ({string.Join(", ", _types.OrderByDescending(type => type.Value).Select(type => string.Create(culture, $"{type.Value:N0} {type.Key}")))})";
        string bytes = MemoryText is { } text ? $", about {text}" : "";
        string forever = NoExpiryCount is { } count ? string.Create(culture, $", {count:N0} without TTL") : "";
        string missing = Missing > 0 ? string.Create(culture, $", {Missing:N0} named but not there") : "";
        string taken = Taken is { } names ? $"; {names}" : "";
        string samples = _samples.Count == 0 ? "" : Matched <= _samples.Count ? $": {string.Join(", ", _samples)}" : $"; e.g. {string.Join(", ", _samples)}";
        return $"{keys}{types}{bytes}{forever}{missing} on {Server} db{Database}{samples}{taken}";
    }

    internal void NoteTaken(TakenNames? taken) => (Taken, TakenCount) = (taken, taken?.Count ?? 0);

    internal void Add(RedisKeyInfo key) => Add(new PlannedKey(key.GetRedisKey(), key.Type, key.PttlMilliseconds == RedisKeyInfo.Unknown ? null : key.PttlMilliseconds, key.MemoryBytes));

    internal void Add(in PlannedKey key)
    {
        Matched++;
        string type = key.Type ?? "unknown";
        _types[type] = _types.GetValueOrDefault(type) + 1;
        if (key.MemoryBytes is { } bytes) { MemoryBytes = (MemoryBytes ?? 0) + bytes; }
        if (key.TimeToLiveMilliseconds is { } ttl) { NoExpiryCount = (NoExpiryCount ?? 0) + (ttl < 0 ? 1 : 0); }
        if (_samples.Count < MostSamples) { _samples.Add(key.Key.ToString()); }
    }
}
