namespace System.Management.Automation;

/// <summary>What to do with a record of a stream.</summary>
public enum ActionPreference
{
    /// <summary>Say nothing and go on.</summary>
    SilentlyContinue = 0,

    /// <summary>End the pipeline.</summary>
    Stop = 1,

    /// <summary>Show and go on.</summary>
    Continue = 2,

    /// <summary>Ask.</summary>
    Inquire = 3,

    /// <summary>Say nothing, keep nothing.</summary>
    Ignore = 4,

    /// <summary>PowerShell workflows only.</summary>
    Suspend = 5,

    /// <summary>Enter the debugger; PowerShell only.</summary>
    Break = 6,
}
