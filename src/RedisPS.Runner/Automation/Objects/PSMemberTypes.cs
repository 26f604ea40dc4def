namespace System.Management.Automation;

/// <summary>What sort of member it is.</summary>
[Flags]
public enum PSMemberTypes
{
    /// <summary>Another name of a property.</summary>
    AliasProperty = 1,

    /// <summary>A property of the class.</summary>
    Property = 4,

    /// <summary>A property added to the object.</summary>
    NoteProperty = 8,

    /// <summary>Any property.</summary>
    Properties = 31,

    /// <summary>Anything.</summary>
    All = 0x3FFF,
}
