namespace RedisPS.Client;

/// <summary>A connection could not be made, or was lost.</summary>
public sealed class RedisConnectionException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="stage">How far the connection had come.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="message">What happened.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="inner">The cause, if there is one below.</param>
    public RedisConnectionException(ConnectionStage stage, RedisEndpoint endpoint, string message, string remedy = "", Exception? inner = null)
        : base(message, inner)
    {
        Stage = stage;
        Endpoint = endpoint;
        Remedy = remedy;
    }

    /// <summary>How far the connection had come.</summary>
    public ConnectionStage Stage { get; }

    /// <summary>The server.</summary>
    public RedisEndpoint Endpoint { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>Whether another attempt a little later may well succeed.</summary>
    internal bool IsTransient { get; init; }
}
