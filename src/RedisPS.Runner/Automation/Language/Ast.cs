namespace System.Management.Automation.Language;

/// <summary>A piece of script, as completers get it; the runner has no completion and never makes one.</summary>
public abstract class Ast
{
    private protected Ast()
    {
    }
}
