namespace System.Management.Automation;

/// <summary>Whether the work goes on.</summary>
public enum ProgressRecordType
{
    /// <summary>It goes on.</summary>
    Processing,

    /// <summary>It is done.</summary>
    Completed,
}
