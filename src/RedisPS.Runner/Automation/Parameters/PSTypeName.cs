namespace System.Management.Automation;

/// <summary>A type, or the name of one.</summary>
public class PSTypeName
{
    /// <summary>Holds the type.</summary>
    public PSTypeName(Type type)
    {
        Type = type;
        Name = type.FullName ?? type.Name;
    }

    /// <summary>Holds the name.</summary>
    public PSTypeName(string name)
    {
        Name = name;
    }

    /// <summary>The full name.</summary>
    public string Name { get; }

    /// <summary>The type, if it is known.</summary>
    public Type? Type { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
