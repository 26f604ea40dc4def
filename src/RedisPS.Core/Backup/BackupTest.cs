using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>What a test of a backup found.</summary>
public sealed record BackupTest
{
    /// <summary>The file's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The file with its folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether it is whole, from the first byte to the last, the one that its manifest describes, and lacks no key.</summary>
    public bool IsGood { get; init; }

    /// <summary>In which condition the file is: what is damaged, what lacks keys, and what is only newer than RedisPS are kept apart.</summary>
    public BackupCondition Condition { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>What the RDB's own checksum said.</summary>
    public RdbChecksum Checksum { get; init; }

    /// <summary>Whether the file's SHA-256 is the manifest's; null without a manifest.</summary>
    public bool? IsUnchanged { get; init; }

    /// <summary>How many keys it holds.</summary>
    public long Keys { get; init; }

    /// <summary>How many keys it lacks, because they could not be read when it was made.</summary>
    public long FailedKeys { get; init; }

    /// <summary>How many of them expire.</summary>
    public long ExpiringKeys { get; init; }

    /// <summary>Keys by database.</summary>
    public IReadOnlyDictionary<int, long> KeysByDatabase { get; init; } = new Dictionary<int, long>();

    /// <summary>Keys by type.</summary>
    public IReadOnlyDictionary<string, long> KeysByType { get; init; } = new Dictionary<string, long>();

    /// <summary>The format's version.</summary>
    public int RdbVersion { get; init; }

    /// <summary>How many function libraries it holds.</summary>
    public int Functions { get; init; }

    /// <summary>The modules whose data it holds, by the names of their types.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Product and version of the server that wrote it, as the file says; empty when it does not say.</summary>
    public string WrittenBy { get; init; } = "";

    /// <summary>The file's length in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>The length of the RDB in it, uncompressed.</summary>
    public long RdbBytes { get; init; }

    /// <summary>Whether a server of the test's own loaded it and then had everything that it holds; null when that was not tried.</summary>
    public bool? IsRestored { get; init; }

    /// <summary>How long that server took from its start until it had loaded everything and answered.</summary>
    public TimeSpan? RecoveryTime { get; init; }

    /// <summary>Product, version and program of that server.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>What that server had, beside what the file holds.</summary>
    public BackupComparison? Restored { get; init; }

    /// <summary>What servers that run have, beside what the file holds; one for each that it was to be compared with.</summary>
    public IReadOnlyList<BackupComparison> Comparisons { get; init; } = [];

    /// <summary>In what that server was not what the file holds: the first hundred.</summary>
    public IReadOnlyList<BackupDifference> Differences => Restored?.Differences ?? [];

    /// <summary>How many keys had expired since the backup; null when no server was asked.</summary>
    public long? ExpiredKeys => Restored?.ExpiredKeys ?? Comparisons.FirstOrDefault()?.ExpiredKeys;

    /// <summary>How long the test took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Good, or what is wrong.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => IsGood ? $"{Name} is good" : $"{Name}: {Problem}";
}
