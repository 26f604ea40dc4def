namespace System.Management.Automation;

/// <summary>A member of an object.</summary>
public abstract class PSMemberInfo
{
    private protected PSMemberInfo(string name)
    {
        Name = name;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What sort it is.</summary>
    public abstract PSMemberTypes MemberType { get; }

    /// <summary>The value.</summary>
    public abstract object Value { get; set; }

    /// <summary>The class of the value.</summary>
    public abstract string TypeNameOfValue { get; }

    /// <summary>A copy.</summary>
    public abstract PSMemberInfo Copy();
}
