using System.Diagnostics.CodeAnalysis;
using RedisPS.Runner.Engine;

namespace System.Management.Automation;

/// <summary>What every command derives from.</summary>
public abstract class Cmdlet
{
    /// <summary>True once the pipeline is being stopped.</summary>
    public bool Stopping => Runtime.IsStopping;

    internal ICommandRuntime Runtime { get; set; } = UnboundCommandRuntime.Instance;

    internal void CallBegin() => BeginProcessing();

    internal void CallProcess() => ProcessRecord();

    internal void CallEnd() => EndProcessing();

    internal void CallStop() => StopProcessing();

    /// <summary>Runs once before the first record.</summary>
    protected virtual void BeginProcessing()
    {
    }

    /// <summary>Runs for every record.</summary>
    protected virtual void ProcessRecord()
    {
    }

    /// <summary>Runs once after the last record.</summary>
    protected virtual void EndProcessing()
    {
    }

    /// <summary>Called from another thread when the pipeline is stopped.</summary>
    protected virtual void StopProcessing()
    {
    }

    /// <summary>Hands an object to the next command.</summary>
    public void WriteObject(object? sendToPipeline) => Runtime.WriteObject(sendToPipeline, enumerate: false);

    /// <summary>Hands an object, or each of its items, to the next command.</summary>
    public void WriteObject(object? sendToPipeline, bool enumerateCollection) => Runtime.WriteObject(sendToPipeline, enumerateCollection);

    /// <summary>Reports an error and goes on.</summary>
    public void WriteError(ErrorRecord errorRecord) => Runtime.WriteError(errorRecord);

    /// <summary>Writes a warning.</summary>
    public void WriteWarning(string text) => Runtime.WriteWarning(text);

    /// <summary>Writes a line for -Verbose.</summary>
    public void WriteVerbose(string text) => Runtime.WriteVerbose(text);

    /// <summary>Writes a line for -Debug.</summary>
    public void WriteDebug(string text) => Runtime.WriteDebug(text);

    /// <summary>Writes to the information stream.</summary>
    public void WriteInformation(InformationRecord informationRecord) => Runtime.WriteInformation(informationRecord);

    /// <summary>Writes to the information stream.</summary>
    public void WriteInformation(object? messageData, string[]? tags)
    {
        InformationRecord record = new(messageData, Runtime.Invocation.MyCommand.Name);
        if (tags is not null)
        {
            record.Tags.AddRange(tags);
        }

        Runtime.WriteInformation(record);
    }

    /// <summary>Shows how far the work has got.</summary>
    public void WriteProgress(ProgressRecord progressRecord) => Runtime.WriteProgress(progressRecord);

    /// <summary>Writes to the pipeline execution log, which only PowerShell keeps.</summary>
    public void WriteCommandDetail(string text)
    {
    }

    /// <summary>Asks whether to act on the target.</summary>
    public bool ShouldProcess(string? target) => Runtime.ShouldProcess(target, action: null);

    /// <summary>Asks whether to do the action on the target.</summary>
    public bool ShouldProcess(string? target, string? action) => Runtime.ShouldProcess(target, action);

    /// <summary>Asks with a text for -WhatIf, a question and a caption.</summary>
    public bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption) =>
        Runtime.ShouldProcess(verboseDescription, verboseWarning, caption, out _);

    /// <summary>Asks, and says why the answer is what it is.</summary>
    public bool ShouldProcess(string? verboseDescription, string? verboseWarning, string? caption, out ShouldProcessReason shouldProcessReason) =>
        Runtime.ShouldProcess(verboseDescription, verboseWarning, caption, out shouldProcessReason);

    /// <summary>Asks a second question, whatever the preferences.</summary>
    public bool ShouldContinue(string? query, string? caption)
    {
        bool yesToAll = false;
        bool noToAll = false;
        return Runtime.ShouldContinue(query, caption, supportsAll: false, ref yesToAll, ref noToAll);
    }

    /// <summary>Asks a second question that can be answered for all.</summary>
    public bool ShouldContinue(string? query, string? caption, ref bool yesToAll, ref bool noToAll) =>
        Runtime.ShouldContinue(query, caption, supportsAll: true, ref yesToAll, ref noToAll);

    /// <summary>Asks a second question that can be answered for all.</summary>
    public bool ShouldContinue(string? query, string? caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll) =>
        Runtime.ShouldContinue(query, caption, supportsAll: true, ref yesToAll, ref noToAll);

    /// <summary>Reports an error that ends the command.</summary>
    [DoesNotReturn]
    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        Runtime.ThrowTerminatingError(errorRecord);
        throw new PipelineStoppedException();
    }
}
