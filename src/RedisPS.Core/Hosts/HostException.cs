namespace RedisPS.Core.Hosts;

/// <summary>Something could not be done on this machine: with its programs, packages or services.</summary>
public sealed class HostException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">Which kind of failure.</param>
    /// <param name="message">What happened.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="inner">The cause, if there is one below.</param>
    public HostException(HostFailure failure, string message, string remedy = "", Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Remedy = remedy;
    }

    /// <summary>Which kind of failure.</summary>
    public HostFailure Failure { get; }

    /// <summary>What to do about it; empty when the message says it.</summary>
    public string Remedy { get; }
}
