namespace System.Management.Automation;

/// <summary>Other names of a parameter or a command.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property)]
public sealed class AliasAttribute : Attribute
{
    private readonly string[] _names;

    /// <summary>Holds the names.</summary>
    public AliasAttribute(params string[] aliasNames)
    {
        _names = aliasNames;
    }

    /// <summary>The names.</summary>
    public IList<string> AliasNames => _names;
}
