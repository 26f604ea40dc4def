namespace System.Management.Automation;

/// <summary>How much harm a command can do.</summary>
public enum ConfirmImpact
{
    /// <summary>Never asks.</summary>
    None,

    /// <summary>Asks only the very careful.</summary>
    Low,

    /// <summary>The default.</summary>
    Medium,

    /// <summary>Asks by default.</summary>
    High,
}
