namespace System.Management.Automation;

/// <summary>One proposal.</summary>
public class CompletionResult
{
    /// <summary>Holds what is typed, what the list shows, what sort it is and a line about it.</summary>
    public CompletionResult(string completionText, string listItemText, CompletionResultType resultType, string toolTip)
    {
        CompletionText = completionText;
        ListItemText = listItemText;
        ResultType = resultType;
        ToolTip = toolTip;
    }

    /// <summary>Holds a plain text.</summary>
    public CompletionResult(string completionText)
        : this(completionText, completionText, CompletionResultType.Text, completionText)
    {
    }

    /// <summary>What is typed.</summary>
    public string CompletionText { get; }

    /// <summary>What the list shows.</summary>
    public string ListItemText { get; }

    /// <summary>What sort it is.</summary>
    public CompletionResultType ResultType { get; }

    /// <summary>A line about it.</summary>
    public string ToolTip { get; }
}
