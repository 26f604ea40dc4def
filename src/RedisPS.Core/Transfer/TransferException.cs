using RedisPS.Client;
using RedisPS.Core.Files;

namespace RedisPS.Core.Transfer;

/// <summary>Keys could not be written to a file, or read from one.</summary>
public sealed class TransferException : RedisException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failure">Which kind of failure.</param>
    /// <param name="message">What happened, and to which file.</param>
    /// <param name="remedy">What to do about it.</param>
    /// <param name="inner">What it came from.</param>
    public TransferException(TransferFailure failure, string message, string remedy = "", Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Remedy = remedy;
    }

    /// <summary>Which kind of failure.</summary>
    public TransferFailure Failure { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    internal static TransferException NotWritten(string path, Exception e)
    {
        return DurableFile.IsDiskFull(e)
            ? new TransferException(TransferFailure.NoSpace, $"The disk is full: {path} cannot be written.", "Make room, or choose another path.", e)
            : new TransferException(TransferFailure.NotWritable, $"{path} cannot be written: {e.Message}", "Check the folder and the rights.", e);
    }
}
