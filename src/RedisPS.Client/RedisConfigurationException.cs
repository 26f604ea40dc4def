namespace RedisPS.Client;

/// <summary>The client was asked for something that cannot be: an unreadable certificate, contradicting options, a command its settings forbid.</summary>
public sealed class RedisConfigurationException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and what would be right.</param>
    /// <param name="inner">The cause, if there is one below.</param>
    public RedisConfigurationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
