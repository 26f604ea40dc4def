namespace System.Management.Automation;

/// <summary>A value cannot become another type.</summary>
public class PSInvalidCastException : InvalidCastException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    /// <summary>Without a message.</summary>
    public PSInvalidCastException()
    {
    }

    /// <summary>With a message.</summary>
    public PSInvalidCastException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PSInvalidCastException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The record.</summary>
    public ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(this, "PSInvalidCastException", ErrorCategory.InvalidArgument, null);
}
