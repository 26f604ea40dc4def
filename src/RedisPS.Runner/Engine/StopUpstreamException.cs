using System.Management.Automation;

namespace RedisPS.Runner.Engine;

/// <summary>A command has enough: the commands before it stop, those behind it go on.</summary>
internal sealed class StopUpstreamException(Cmdlet requestedBy) : FlowControlException("The commands before this one are stopped.")
{
    internal Cmdlet RequestedBy { get; } = requestedBy;
}
