using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>Which keys of a file are brought to a server, and how.</summary>
public sealed record KeyImportOptions
{
    /// <summary>Patterns, exclusions and types.</summary>
    public KeyQuery Keys { get; init; } = new();

    /// <summary>What happens to keys that are there.</summary>
    public RestoreConflict Conflict { get; init; }

    /// <summary>What is put before each name.</summary>
    public RedisKey Prefix { get; init; }

    /// <summary>The database that takes all keys; null: each its own.</summary>
    public int? Database { get; init; }

    /// <summary>Other databases for keys of some; the others stay in their own.</summary>
    public IReadOnlyDictionary<int, int> DatabaseMap { get; init; } = new Dictionary<int, int>();

    /// <summary>Whether keys come without the time at which they expire, those too whose time is up.</summary>
    public bool IgnoreTimeToLive { get; init; }
}
