namespace RedisPS.Client;

/// <summary>What everything that RedisPS.Client reports derives from.</summary>
public abstract class RedisException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="inner">What it came from.</param>
    protected RedisException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
