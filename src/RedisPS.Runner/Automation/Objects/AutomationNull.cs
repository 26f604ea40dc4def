namespace System.Management.Automation.Internal;

/// <summary>Nothing at all, where null would be something.</summary>
public static class AutomationNull
{
    /// <summary>Nothing.</summary>
    public static PSObject Value { get; } = new();
}
