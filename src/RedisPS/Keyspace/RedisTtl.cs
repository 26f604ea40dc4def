using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>How long a key has left to live.</summary>
public sealed class RedisTtl
{
    private readonly RedisKeyInfo _key;

    internal RedisTtl(RedisKeyInfo key) => _key = key;

    /// <summary>The name as text, escaped where it is not text.</summary>
    public string Key => _key.Key;

    /// <summary>The exact name.</summary>
    public byte[] KeyBytes => _key.KeyBytes;

    /// <summary>Whether it expires.</summary>
    public RedisTtlState State => TimeToLive is null ? RedisTtlState.Persistent : RedisTtlState.Expiring;

    /// <summary>What it has left; null: it does not expire.</summary>
    public TimeSpan? TimeToLive => _key.TimeToLive;

    /// <summary><see cref="TimeToLive"/> for people: <c>21m58s</c>, <c>no expiry</c>.</summary>
    public string? TimeToLiveText => _key.TimeToLiveText;

    /// <summary>When it expires; null: never.</summary>
    public DateTimeOffset? ExpiresAt => _key.ExpiresAt;

    /// <summary>The database.</summary>
    public int Database => _key.Database;

    /// <summary>The server, as host:port or path of its socket.</summary>
    public string Server => _key.Server;

    /// <summary>The connection's name.</summary>
    public string? ConnectionName => _key.ConnectionName;

    /// <summary>Key and time.</summary>
    /// <returns>Such as <c>session:42: 5m</c>.</returns>
    public override string ToString() => $"{Key}: {TimeToLiveText}";
}
