namespace System.Management.Automation;

/// <summary>The module, as it is told that it goes.</summary>
public sealed class PSModuleInfo
{
    internal PSModuleInfo()
    {
    }

    /// <summary>RedisPS.</summary>
    public string Name => "RedisPS";
}
