using RedisPS.Client;

namespace RedisPS.Core.Transfer;

/// <summary>A key of a file, as far as it was read. Its value is valid until the next one is read.</summary>
internal struct KeyRecord
{
    /// <summary>Which one it is, from 1.</summary>
    public long Number { get; set; }

    /// <summary>The database it was in.</summary>
    public int Database { get; set; }

    /// <summary>The key.</summary>
    public RedisKey Key { get; set; }

    /// <summary>When it expires, in milliseconds since 1970; null: never.</summary>
    public long? ExpiresAt { get; set; }

    /// <summary>Its type.</summary>
    public string Type { get; set; }

    /// <summary>Bytes of its value in the file.</summary>
    public long Bytes { get; set; }

    /// <summary>The value as DUMP gave it; empty when it is written out.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>The value in its parts; null where the payload is all there is.</summary>
    public KeyContent? Content { get; set; }

    /// <summary>Whether its time is up.</summary>
    public readonly bool IsExpired(TimeProvider time) => ExpiresAt is { } at && at <= time.GetUtcNow().ToUnixTimeMilliseconds();
}
