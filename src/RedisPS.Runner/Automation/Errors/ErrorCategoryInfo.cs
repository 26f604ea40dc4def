namespace System.Management.Automation;

/// <summary>What sort of error it is, and what it is about.</summary>
public class ErrorCategoryInfo
{
    internal ErrorCategoryInfo(ErrorCategory category, Exception exception, object? target)
    {
        Category = category;
        Reason = exception.GetType().Name;
        TargetName = target?.ToString() ?? string.Empty;
        TargetType = target is null ? string.Empty : PSObject.Unwrap(target)?.GetType().Name ?? string.Empty;
    }

    /// <summary>The sort.</summary>
    public ErrorCategory Category { get; }

    /// <summary>What was done.</summary>
    public string Activity { get; set; } = string.Empty;

    /// <summary>The class of the exception.</summary>
    public string Reason { get; set; }

    /// <summary>What it was done to.</summary>
    public string TargetName { get; set; }

    /// <summary>The class of that.</summary>
    public string TargetType { get; set; }

    /// <summary>One line of all.</summary>
    public string GetMessage() => $"{Category}: ({TargetName}:{TargetType}) [{Activity}], {Reason}";

    /// <inheritdoc/>
    public override string ToString() => GetMessage();
}
