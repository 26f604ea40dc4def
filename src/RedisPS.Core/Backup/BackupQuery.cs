using RedisPS.Core.Keyspace;
using RedisPS.Core.Values;

namespace RedisPS.Core.Backup;

/// <summary>Which keys of a backup are wanted, and what of them.</summary>
public sealed record BackupQuery
{
    /// <summary>Patterns, exclusions and types.</summary>
    public KeyQuery Keys { get; init; } = new();

    /// <summary>Databases; none: all.</summary>
    public IReadOnlyList<int> Databases { get; init; } = [];

    /// <summary>How values are read; null: keys are wanted.</summary>
    public RedisValueOptions? Values { get; init; }
}
