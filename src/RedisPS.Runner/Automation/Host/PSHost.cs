namespace System.Management.Automation.Host;

/// <summary>The program that runs the commands.</summary>
public class PSHost
{
    internal static readonly PSHost Instance = new();

    private PSHost()
    {
    }

    /// <summary>redisps.</summary>
    public string Name => "redisps";

    /// <summary>Its version.</summary>
    public Version Version => typeof(PSHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>One id a process.</summary>
    public Guid InstanceId { get; } = Guid.NewGuid();
}
