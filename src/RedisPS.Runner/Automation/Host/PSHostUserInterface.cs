using RedisPS.Runner.Engine;

namespace System.Management.Automation.Host;

/// <summary>What the program shows without its pipeline.</summary>
public class PSHostUserInterface
{
    private readonly ICommandRuntime _runtime;

    internal PSHostUserInterface(ICommandRuntime runtime) => _runtime = runtime;

    /// <summary>Shows an error, also of a command that is being stopped.</summary>
    public void WriteErrorLine(string value) => _runtime.WriteErrorLine(value);
}
