namespace System.Management.Automation;

/// <summary>Why ShouldProcess answered as it did.</summary>
[Flags]
public enum ShouldProcessReason
{
    /// <summary>No particular reason.</summary>
    None = 0,

    /// <summary>-WhatIf was given.</summary>
    WhatIf = 1,
}
