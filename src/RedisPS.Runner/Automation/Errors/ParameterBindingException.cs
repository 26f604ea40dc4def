namespace System.Management.Automation;

/// <summary>The arguments do not fit the command.</summary>
public class ParameterBindingException : RuntimeException
{
    private readonly string _errorId = "ParameterBindingException";
    private readonly ErrorCategory _category = ErrorCategory.InvalidArgument;

    /// <summary>Without a message.</summary>
    public ParameterBindingException()
    {
    }

    /// <summary>With a message.</summary>
    public ParameterBindingException(string? message)
        : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public ParameterBindingException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ParameterBindingException(string errorId, ErrorCategory category, string message, string? parameterName, Exception? innerException = null)
        : base(message, innerException)
    {
        _errorId = errorId;
        _category = category;
        ParameterName = parameterName;
    }

    /// <summary>The parameter.</summary>
    public string? ParameterName { get; }

    /// <summary>The id of the message.</summary>
    internal string BindingErrorId => _errorId;

    private protected override ErrorCategory Category => _category;

    /// <inheritdoc/>
    public override ErrorRecord ErrorRecord => _record ??= new ErrorRecord(this, _errorId, _category, null);

    private ErrorRecord? _record;
}
