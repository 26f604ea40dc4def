namespace RedisPS.Client;

/// <summary>What kind of server answers.</summary>
public enum ServerProduct
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Redis.</summary>
    Redis,

    /// <summary>Valkey.</summary>
    Valkey,

    /// <summary>KeyDB.</summary>
    KeyDB,

    /// <summary>Dragonfly.</summary>
    Dragonfly,

    /// <summary>Garnet.</summary>
    Garnet,

    /// <summary>Memurai.</summary>
    Memurai,
}
