using System.Management.Automation;

namespace RedisPS.Runner.Engine;

/// <summary>Stands in until a command is part of a pipeline; every use is a mistake of the caller.</summary>
internal sealed class UnboundCommandRuntime : ICommandRuntime
{
    internal static readonly UnboundCommandRuntime Instance = new();

    public bool IsStopping => false;

    public InvocationInfo Invocation => throw Mistake();

    public SessionState SessionState => throw Mistake();

    public string ParameterSetName => ParameterAttribute.AllParameterSets;

    public void WriteObject(object? value, bool enumerate) => throw Mistake();

    public void WriteError(ErrorRecord record) => throw Mistake();

    public void WriteErrorLine(string text) => throw Mistake();

    public void WriteWarning(string text) => throw Mistake();

    public void WriteVerbose(string text) => throw Mistake();

    public void WriteDebug(string text) => throw Mistake();

    public void WriteInformation(InformationRecord record) => throw Mistake();

    public void WriteProgress(ProgressRecord record) => throw Mistake();

    public bool ShouldProcess(string? target, string? action) => throw Mistake();

    public bool ShouldProcess(string? description, string? question, string? caption, out ShouldProcessReason reason) => throw Mistake();

    public bool ShouldContinue(string? query, string? caption, bool supportsAll, ref bool yesToAll, ref bool noToAll) => throw Mistake();

    public void ThrowTerminatingError(ErrorRecord record) => throw Mistake();

    private static PSInvalidOperationException Mistake() => new("The command is not part of a running pipeline.");
}
