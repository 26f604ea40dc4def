using RedisPS.Client;

namespace RedisPS.Core.Backup;

/// <summary>A backup could not be made, read or brought back.</summary>
public sealed class BackupException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">Which kind of failure.</param>
    /// <param name="message">What happened, and to which file.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="inner">What it came from.</param>
    public BackupException(BackupFailure failure, string message, string remedy = "", Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Remedy = remedy;
    }

    /// <summary>Which kind of failure.</summary>
    public BackupFailure Failure { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
