namespace System.Management.Automation;

/// <summary>A better message, and what to do.</summary>
public class ErrorDetails
{
    /// <summary>Holds the message.</summary>
    public ErrorDetails(string? message)
    {
        Message = message ?? string.Empty;
    }

    /// <summary>The message.</summary>
    public string Message { get; }

    /// <summary>What to do.</summary>
    public string RecommendedAction { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Message;
}
