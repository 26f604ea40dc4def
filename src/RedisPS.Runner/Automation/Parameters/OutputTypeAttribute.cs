namespace System.Management.Automation;

/// <summary>What a command writes.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OutputTypeAttribute : Attribute
{
    /// <summary>Holds the types.</summary>
    public OutputTypeAttribute(params Type[] type)
    {
        Type = Array.ConvertAll(type, t => new PSTypeName(t));
    }

    /// <summary>Holds the names of the types.</summary>
    public OutputTypeAttribute(params string[] type)
    {
        Type = Array.ConvertAll(type, t => new PSTypeName(t));
    }

    /// <summary>The types.</summary>
    public PSTypeName[] Type { get; }

    /// <summary>The parameter sets that write them.</summary>
    public string[] ParameterSetName { get; set; } = [ParameterAttribute.AllParameterSets];

    /// <summary>The provider command this stands for.</summary>
    public string? ProviderCmdlet { get; set; }
}
