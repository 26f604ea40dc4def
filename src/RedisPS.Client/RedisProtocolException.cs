namespace RedisPS.Client;

/// <summary>What arrived is not what Redis sends.</summary>
public sealed class RedisProtocolException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="what">What is wrong.</param>
    /// <param name="where">In which part of a reply.</param>
    public RedisProtocolException(string what, string where)
        : base($"The reply breaks the Redis protocol: {what} ({where}).")
    {
        What = what;
        Where = where;
    }

    /// <summary>What is wrong.</summary>
    public string What { get; }

    /// <summary>In which part of a reply.</summary>
    public string Where { get; }
}
