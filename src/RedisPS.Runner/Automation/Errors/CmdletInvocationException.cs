namespace System.Management.Automation;

/// <summary>A command ended with an exception.</summary>
public class CmdletInvocationException : RuntimeException
{
    /// <summary>Without a message.</summary>
    public CmdletInvocationException()
    {
    }

    /// <summary>With a message.</summary>
    public CmdletInvocationException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public CmdletInvocationException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal CmdletInvocationException(ErrorRecord record)
        : base(record.Message, record.Exception, record)
    {
    }
}
