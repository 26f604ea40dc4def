namespace System.Management.Automation;

/// <summary>Lets a mandatory parameter be an empty text.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class AllowEmptyStringAttribute : Attribute
{
}
