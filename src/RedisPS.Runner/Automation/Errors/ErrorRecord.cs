namespace System.Management.Automation;

/// <summary>An error, as it goes to the error stream.</summary>
public class ErrorRecord
{
    private string _errorId;

    /// <summary>Holds an exception, a stable id, the sort of error and what it is about.</summary>
    public ErrorRecord(Exception exception, string errorId, ErrorCategory errorCategory, object? targetObject)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception = exception;
        _errorId = errorId ?? string.Empty;
        TargetObject = targetObject;
        CategoryInfo = new ErrorCategoryInfo(errorCategory, exception, targetObject);
    }

    /// <summary>Holds the same error with another exception.</summary>
    public ErrorRecord(ErrorRecord errorRecord, Exception? replaceParentContainsErrorRecordException)
    {
        Exception = replaceParentContainsErrorRecordException ?? errorRecord.Exception;
        _errorId = errorRecord._errorId;
        TargetObject = errorRecord.TargetObject;
        CategoryInfo = errorRecord.CategoryInfo;
        ErrorDetails = errorRecord.ErrorDetails;
        InvocationInfo = errorRecord.InvocationInfo;
    }

    /// <summary>What happened.</summary>
    public Exception Exception { get; }

    /// <summary>What it is about.</summary>
    public object? TargetObject { get; }

    /// <summary>What sort of error it is.</summary>
    public ErrorCategoryInfo CategoryInfo { get; }

    /// <summary>The id and the class of the command.</summary>
    public string FullyQualifiedErrorId =>
        InvocationInfo is null ? _errorId : $"{_errorId},{InvocationInfo.MyCommand.ImplementingType.FullName}";

    /// <summary>A better message, and what to do.</summary>
    public ErrorDetails? ErrorDetails { get; set; }

    /// <summary>The command that reported it.</summary>
    public InvocationInfo? InvocationInfo { get; private set; }

    internal string Message => ErrorDetails is { Message.Length: > 0 } details ? details.Message : Exception.Message;

    internal void SetInvocationInfo(InvocationInfo invocation)
    {
        InvocationInfo ??= invocation;
        if (CategoryInfo.Activity.Length == 0)
        {
            CategoryInfo.Activity = invocation.MyCommand.Name;
        }
    }

    internal void SetErrorId(string errorId) => _errorId = errorId;

    /// <inheritdoc/>
    public override string ToString() => Message;
}
