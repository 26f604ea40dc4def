using RedisPS.Client;

namespace RedisPS.Core.RecycleBin;

/// <summary>A key in the recycle bin.</summary>
public sealed class RecycledKey
{
    private readonly RedisKey _key;

    internal RecycledKey(RedisKey key) => _key = key;

    /// <summary>The name as text, escaped where it is not printable.</summary>
    public string Key => _key.ToString();

    /// <summary>The name.</summary>
    public byte[] KeyBytes => _key.ToArray();

    /// <summary>The type.</summary>
    public string Type { get; internal init; } = "";

    /// <summary>Bytes of its value in the journal.</summary>
    public long Bytes { get; internal init; }

    /// <summary>When it expires; null: never. A key whose time is up is not brought back.</summary>
    public DateTimeOffset? ExpiresAt { get; internal init; }

    /// <summary>The database that it was in.</summary>
    public int Database { get; internal init; }

    /// <summary>The server that it was on.</summary>
    public string Server { get; internal init; } = "";

    /// <summary>The operation that removed it.</summary>
    public Guid OperationId { get; internal init; }

    /// <summary>The beginning of <see cref="OperationId"/>, which names the operation as well.</summary>
    public string ShortId => OperationId.ToString("N")[..8];

    /// <summary>When that operation began.</summary>
    public DateTimeOffset RemovedAt { get; internal init; }

    /// <summary>The folder that its journal is in.</summary>
    public string RecyclePath { get; internal init; } = "";

    /// <summary>The name.</summary>
    /// <returns>Same as <see cref="Key"/>.</returns>
    public override string ToString() => Key;
}
