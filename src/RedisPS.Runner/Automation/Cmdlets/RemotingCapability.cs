namespace System.Management.Automation;

/// <summary>What a command can do on other machines.</summary>
public enum RemotingCapability
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>PowerShell's own remoting.</summary>
    PowerShell,

    /// <summary>The command has its own way.</summary>
    SupportedByCommand,

    /// <summary>The command does it by itself.</summary>
    OwnedByCommand,
}
