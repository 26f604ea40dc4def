using System.Management.Automation;

namespace RedisPS.Runner.Hosting;

/// <summary>Whoever read the output has gone. Not an error: there is nothing left to do.</summary>
internal sealed class BrokenPipeException() : FlowControlException("The reader of the output has gone.");
