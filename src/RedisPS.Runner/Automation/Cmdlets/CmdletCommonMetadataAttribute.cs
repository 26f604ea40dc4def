namespace System.Management.Automation;

/// <summary>What commands of every sort declare.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class CmdletCommonMetadataAttribute : Attribute
{
    /// <summary>The parameter set to take when the arguments do not decide.</summary>
    public string? DefaultParameterSetName { get; set; }

    /// <summary>Whether -WhatIf and -Confirm exist.</summary>
    public bool SupportsShouldProcess { get; set; }

    /// <summary>Whether -First, -Skip and -IncludeTotalCount exist; the runner has no such command.</summary>
    public bool SupportsPaging { get; set; }

    /// <summary>How much harm the command can do.</summary>
    public ConfirmImpact ConfirmImpact { get; set; } = ConfirmImpact.Medium;

    /// <summary>Where more help is.</summary>
    public string HelpUri { get; set; } = string.Empty;

    /// <summary>What the command can do on other machines.</summary>
    public RemotingCapability RemotingCapability { get; set; } = RemotingCapability.PowerShell;
}
