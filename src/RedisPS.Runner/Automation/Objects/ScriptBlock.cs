namespace System.Management.Automation;

/// <summary>PowerShell code. The runner has none: the type is there for signatures only.</summary>
public sealed class ScriptBlock
{
    private ScriptBlock()
    {
    }
}
