namespace System.Management.Automation;

/// <summary>How a pattern is read.</summary>
[Flags]
public enum WildcardOptions
{
    /// <summary>As it stands.</summary>
    None = 0,

    /// <summary>No effect here; PowerShell compiles the pattern.</summary>
    Compiled = 1,

    /// <summary>Upper and lower case are the same.</summary>
    IgnoreCase = 2,

    /// <summary>The same in every language.</summary>
    CultureInvariant = 4,
}
