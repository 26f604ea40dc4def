namespace System.Management.Automation;

#pragma warning disable CS1591 // The names are PowerShell's own and say themselves.
/// <summary>The approved verbs of the group Diagnostic.</summary>
public static class VerbsDiagnostic
{
    public const string Debug = "Debug";
    public const string Measure = "Measure";
    public const string Ping = "Ping";
    public const string Repair = "Repair";
    public const string Resolve = "Resolve";
    public const string Test = "Test";
    public const string Trace = "Trace";
}
