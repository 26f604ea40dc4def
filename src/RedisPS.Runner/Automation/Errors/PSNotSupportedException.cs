namespace System.Management.Automation;

/// <summary>It cannot be done here.</summary>
public class PSNotSupportedException : NotSupportedException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    /// <summary>Without a message.</summary>
    public PSNotSupportedException()
    {
    }

    /// <summary>With a message.</summary>
    public PSNotSupportedException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PSNotSupportedException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The record.</summary>
    public ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(this, "NotSupported", ErrorCategory.NotImplemented, null);
}
