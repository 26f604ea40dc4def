namespace System.Management.Automation;

/// <summary>Paths and variables of the session.</summary>
public sealed class SessionState
{
    internal SessionState()
    {
    }

    /// <summary>Paths.</summary>
    public PathIntrinsics Path { get; } = new();

    /// <summary>Variables.</summary>
    public PSVariableIntrinsics PSVariable { get; } = new();
}
