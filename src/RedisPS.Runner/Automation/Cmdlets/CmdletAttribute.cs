namespace System.Management.Automation;

/// <summary>Makes a class a command.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CmdletAttribute : CmdletCommonMetadataAttribute
{
    /// <summary>Names the command.</summary>
    public CmdletAttribute(string verbName, string nounName)
    {
        VerbName = verbName;
        NounName = nounName;
    }

    /// <summary>The verb.</summary>
    public string VerbName { get; }

    /// <summary>The noun.</summary>
    public string NounName { get; }
}
