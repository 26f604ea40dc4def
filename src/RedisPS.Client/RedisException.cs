namespace RedisPS.Client;

/// <summary>What everything that RedisPS.Client reports derives from.</summary>
public abstract class RedisException : Exception
{
    private protected RedisException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
