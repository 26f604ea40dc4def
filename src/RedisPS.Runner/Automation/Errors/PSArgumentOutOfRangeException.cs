namespace System.Management.Automation;

/// <summary>An argument is too small or too large.</summary>
public class PSArgumentOutOfRangeException : ArgumentOutOfRangeException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    /// <summary>Without a message.</summary>
    public PSArgumentOutOfRangeException()
    {
    }

    /// <summary>With the name of the argument.</summary>
    public PSArgumentOutOfRangeException(string? paramName)
        : base(paramName)
    {
    }

    /// <summary>With the name, the value and a message.</summary>
    public PSArgumentOutOfRangeException(string? paramName, object? actualValue, string? message)
        : base(paramName, actualValue, message)
    {
    }

    /// <summary>The record.</summary>
    public ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(this, "ArgumentOutOfRange", ErrorCategory.InvalidArgument, null);
}
