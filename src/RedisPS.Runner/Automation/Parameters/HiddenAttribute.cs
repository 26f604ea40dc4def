namespace System.Management.Automation;

/// <summary>Marks a member that completion hides.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class HiddenAttribute : Attribute
{
}
