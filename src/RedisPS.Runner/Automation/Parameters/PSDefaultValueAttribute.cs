namespace System.Management.Automation;

/// <summary>Tells help what a parameter is when it is not given.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class PSDefaultValueAttribute : Attribute
{
    /// <summary>The value.</summary>
    public object? Value { get; set; }

    /// <summary>The value in words.</summary>
    public string? Help { get; set; }
}
