namespace System.Management.Automation;

/// <summary>An argument is null.</summary>
public class PSArgumentNullException : ArgumentNullException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    /// <summary>Without a message.</summary>
    public PSArgumentNullException()
    {
    }

    /// <summary>With the name of the argument.</summary>
    public PSArgumentNullException(string? paramName)
        : base(paramName)
    {
    }

    /// <summary>With the name of the argument and a message.</summary>
    public PSArgumentNullException(string? paramName, string? message)
        : base(paramName, message)
    {
    }

    /// <summary>The record.</summary>
    public ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(this, "ArgumentNull", ErrorCategory.InvalidArgument, null);
}
