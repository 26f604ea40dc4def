namespace System.Management.Automation;

/// <summary>Names the class that proposes arguments.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class ArgumentCompleterAttribute : Attribute
{
    /// <summary>Holds the class.</summary>
    public ArgumentCompleterAttribute(Type type)
    {
        Type = type;
    }

    /// <summary>The class.</summary>
    public Type Type { get; }
}
