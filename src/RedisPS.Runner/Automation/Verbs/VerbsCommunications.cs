namespace System.Management.Automation;

#pragma warning disable CS1591 // The names are PowerShell's own and say themselves.
/// <summary>The approved verbs of the group Communications.</summary>
public static class VerbsCommunications
{
    public const string Connect = "Connect";
    public const string Disconnect = "Disconnect";
    public const string Read = "Read";
    public const string Receive = "Receive";
    public const string Send = "Send";
    public const string Write = "Write";
}
