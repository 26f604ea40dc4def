using RedisPS.Client;

namespace RedisPS.Core.Persistence;

/// <summary>A server did not save.</summary>
public sealed class SaveException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">What happened.</param>
    /// <param name="remedy">What to do about it.</param>
    public SaveException(SaveFailure failure, string message, string remedy)
        : base(message)
    {
        Failure = failure;
        Remedy = remedy;
    }

    /// <summary>Why.</summary>
    public SaveFailure Failure { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
