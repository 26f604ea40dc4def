namespace System.Management.Automation;

/// <summary>What a transformation or a validation may ask of the session.</summary>
public class EngineIntrinsics
{
    internal EngineIntrinsics(SessionState sessionState)
    {
        SessionState = sessionState;
    }

    /// <summary>Paths and variables.</summary>
    public SessionState SessionState { get; }

    /// <summary>The program.</summary>
    public Host.PSHost Host => Automation.Host.PSHost.Instance;
}
