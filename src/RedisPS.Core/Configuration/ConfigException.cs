using RedisPS.Client;

namespace RedisPS.Core.Configuration;

/// <summary>A configuration could not be written or changed, for a reason that no server's answer told.</summary>
public sealed class ConfigException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">What kind of failure.</param>
    /// <param name="message">What happened, and what did not.</param>
    /// <param name="remedy">What to do about it.</param>
    public ConfigException(ConfigFailure failure, string message, string remedy = "")
        : base(message)
    {
        Failure = failure;
        Remedy = remedy;
    }

    /// <summary>What kind of failure.</summary>
    public ConfigFailure Failure { get; }

    /// <summary>What to do about it; empty when the message says it.</summary>
    public string Remedy { get; }
}
