using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>What a test of a backup found.</summary>
public sealed record BackupTest
{
    /// <summary>The file's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The file with its folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether it is whole, from the first byte to the last, and the one that its manifest describes.</summary>
    public bool IsGood { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>What the RDB's own checksum said.</summary>
    public RdbChecksum Checksum { get; init; }

    /// <summary>Whether the file's SHA-256 is the manifest's; null without a manifest.</summary>
    public bool? IsUnchanged { get; init; }

    /// <summary>How many keys it holds.</summary>
    public long Keys { get; init; }

    /// <summary>How many of them expire.</summary>
    public long ExpiringKeys { get; init; }

    /// <summary>Keys by database.</summary>
    public IReadOnlyDictionary<int, long> KeysByDatabase { get; init; } = new Dictionary<int, long>();

    /// <summary>Keys by type.</summary>
    public IReadOnlyDictionary<string, long> KeysByType { get; init; } = new Dictionary<string, long>();

    /// <summary>The format's version.</summary>
    public int RdbVersion { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How long the test took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Good, or what is wrong.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => IsGood ? $"{Name} is good" : $"{Name}: {Problem}";
}
