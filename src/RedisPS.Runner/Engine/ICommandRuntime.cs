using System.Management.Automation;

namespace RedisPS.Runner.Engine;

/// <summary>What a running command needs of the pipeline it runs in.</summary>
internal interface ICommandRuntime
{
    bool IsStopping { get; }

    InvocationInfo Invocation { get; }

    SessionState SessionState { get; }

    string ParameterSetName { get; }

    void WriteObject(object? value, bool enumerate);

    void WriteError(ErrorRecord record);

    void WriteErrorLine(string text);

    void WriteWarning(string text);

    void WriteVerbose(string text);

    void WriteDebug(string text);

    void WriteInformation(InformationRecord record);

    void WriteProgress(ProgressRecord record);

    bool ShouldProcess(string? target, string? action);

    bool ShouldProcess(string? description, string? question, string? caption, out ShouldProcessReason reason);

    bool ShouldContinue(string? query, string? caption, bool supportsAll, ref bool yesToAll, ref bool noToAll);

    void ThrowTerminatingError(ErrorRecord record);
}
