using RedisPS.Client;

namespace RedisPS.Core.Rdb;

/// <summary>A key in an RDB, with what stands before its value.</summary>
public readonly record struct RdbKey
{
    /// <summary>The name.</summary>
    public required RedisKey Key { get; init; }

    /// <summary>The database.</summary>
    public required int Database { get; init; }

    /// <summary>How the value is written.</summary>
    public required RdbTypeCode Code { get; init; }

    /// <summary>When the key expires, in milliseconds since 1970; null: never.</summary>
    public long? ExpiresAtMilliseconds { get; init; }

    /// <summary>How long nobody had used the key, in seconds; null where the server's policy did not count it.</summary>
    public long? IdleSeconds { get; init; }

    /// <summary>The logarithmic access counter; null without an LFU policy.</summary>
    public byte? Frequency { get; init; }

    /// <summary>Where the value begins, in bytes from the beginning of the file.</summary>
    public required long ValuePosition { get; init; }
}
