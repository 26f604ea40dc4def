namespace System.Management.Automation;

/// <summary>What every exception of the engine derives from.</summary>
public class RuntimeException : SystemException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    /// <summary>Without a message.</summary>
    public RuntimeException()
    {
    }

    /// <summary>With a message.</summary>
    public RuntimeException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public RuntimeException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With a message, a cause and a record.</summary>
    public RuntimeException(string? message, Exception? innerException, ErrorRecord? errorRecord)
        : base(message, innerException)
    {
        _errorRecord = errorRecord;
    }

    /// <summary>The record.</summary>
    public virtual ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(this, ErrorId, Category, null);

    private protected virtual string ErrorId => "RuntimeException";

    private protected virtual ErrorCategory Category => ErrorCategory.NotSpecified;
}
