namespace RedisPS.Client;

/// <summary>The state of a client.</summary>
public enum RedisClientState
{
    /// <summary>Connected.</summary>
    Connected,

    /// <summary>Not connected at the moment; the next command connects.</summary>
    Disconnected,

    /// <summary>Closed for good.</summary>
    Closed,
}
