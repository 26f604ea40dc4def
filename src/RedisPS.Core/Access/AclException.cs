using RedisPS.Client;

namespace RedisPS.Core.Access;

/// <summary>Users could not be changed or saved, for a reason that no server's answer told.</summary>
public sealed class AclException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">What kind of failure.</param>
    /// <param name="message">What happened, and what did not. Never a secret.</param>
    /// <param name="remedy">What to do about it.</param>
    public AclException(AclFailure failure, string message, string remedy = "")
        : base(message)
    {
        Failure = failure;
        Remedy = remedy;
    }

    /// <summary>What kind of failure.</summary>
    public AclFailure Failure { get; }

    /// <summary>What to do about it; empty when the message says it.</summary>
    public string Remedy { get; }
}
