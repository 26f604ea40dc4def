namespace System.Management.Automation;

/// <summary>A property of an object.</summary>
public abstract class PSPropertyInfo : PSMemberInfo
{
    private protected PSPropertyInfo(string name)
        : base(name)
    {
    }

    /// <summary>Whether it can be set.</summary>
    public abstract bool IsSettable { get; }

    /// <summary>Whether it can be read.</summary>
    public abstract bool IsGettable { get; }
}
