namespace System.Management.Automation;

#pragma warning disable CS1591 // The names are PowerShell's own and say themselves.
/// <summary>The approved verbs of the group Other.</summary>
public static class VerbsOther
{
    public const string Use = "Use";
}
