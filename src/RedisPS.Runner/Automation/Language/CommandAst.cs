namespace System.Management.Automation.Language;

/// <summary>A command, as completers get it; the runner has no completion and never makes one.</summary>
public sealed class CommandAst : Ast
{
    internal CommandAst()
    {
    }
}
