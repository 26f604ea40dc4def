namespace System.Management.Automation;

/// <summary>An argument will not do.</summary>
public class PSArgumentException : ArgumentException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    /// <summary>Without a message.</summary>
    public PSArgumentException()
    {
    }

    /// <summary>With a message.</summary>
    public PSArgumentException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and the name of the argument.</summary>
    public PSArgumentException(string? message, string? paramName)
        : base(message, paramName)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public PSArgumentException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override string Message => base.Message;

    /// <summary>The record.</summary>
    public ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(this, "Argument", ErrorCategory.InvalidArgument, null);
}
