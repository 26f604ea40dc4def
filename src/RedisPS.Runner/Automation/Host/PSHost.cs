using RedisPS.Runner.Engine;

namespace System.Management.Automation.Host;

/// <summary>The program that runs the commands.</summary>
public class PSHost
{
    internal static readonly PSHost Instance = new(UnboundCommandRuntime.Instance);

    private static readonly Guid s_instanceId = Guid.NewGuid();

    internal PSHost(ICommandRuntime runtime) => UI = new PSHostUserInterface(runtime);

    /// <summary>redisps.</summary>
    public string Name => "redisps";

    /// <summary>Its version.</summary>
    public Version Version => typeof(PSHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>One id a process.</summary>
    public Guid InstanceId => s_instanceId;

    /// <summary>Where it shows something.</summary>
    public PSHostUserInterface UI { get; }
}
