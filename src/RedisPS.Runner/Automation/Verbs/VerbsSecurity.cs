namespace System.Management.Automation;

#pragma warning disable CS1591 // The names are PowerShell's own and say themselves.
/// <summary>The approved verbs of the group Security.</summary>
public static class VerbsSecurity
{
    public const string Block = "Block";
    public const string Grant = "Grant";
    public const string Protect = "Protect";
    public const string Revoke = "Revoke";
    public const string Unblock = "Unblock";
    public const string Unprotect = "Unprotect";
}
