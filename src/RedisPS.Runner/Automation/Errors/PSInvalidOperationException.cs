namespace System.Management.Automation;

/// <summary>It cannot be done now.</summary>
public class PSInvalidOperationException : InvalidOperationException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    /// <summary>Without a message.</summary>
    public PSInvalidOperationException()
    {
    }

    /// <summary>With a message.</summary>
    public PSInvalidOperationException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PSInvalidOperationException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The record.</summary>
    public ErrorRecord ErrorRecord
    {
        get => _errorRecord ??= new ErrorRecord(this, "InvalidOperation", ErrorCategory.InvalidOperation, null);
        internal set => _errorRecord = value;
    }
}
