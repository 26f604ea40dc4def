using System.Collections;
using System.Management.Automation;
using RedisPS.Runner.Binding;
using RedisPS.Runner.Shaping;

namespace RedisPS.Runner.Engine;

/// <summary>One command in a running pipeline.</summary>
internal sealed partial class CommandRun : ICommandRuntime, IObjectSink, IDisposable
{
    private readonly PipelineRun _pipeline;
    private readonly CommandMetadata _metadata;
    private readonly Cmdlet _command;
    private readonly CommonParameters _common = new();
    private readonly CommandBinder _binder;
    private readonly IReadOnlyList<BoundArgument> _arguments;
    private IObjectSink _next = null!;
    private bool _began;
    private bool _running;

    internal CommandRun(PipelineRun pipeline, CommandMetadata metadata, IReadOnlyList<BoundArgument> arguments, string line, int lineNumber, int column)
    {
        _pipeline = pipeline;
        _metadata = metadata;
        _arguments = arguments;
        _command = (Cmdlet)Activator.CreateInstance(metadata.Type)!;
        _command.Runtime = this;
        Invocation = new InvocationInfo(new CommandInfo(metadata.Name, metadata.Type)) { Line = line, ScriptLineNumber = lineNumber, OffsetInLine = column };
        _binder = new CommandBinder(metadata, _command, _common, Invocation, pipeline.Session.Engine);
    }

    public InvocationInfo Invocation { get; }

    public SessionState SessionState => Session.State;

    public string ParameterSetName => _binder.ParameterSetName;

    public bool IsStopping => _pipeline.IsStopping;

    internal Session Session => _pipeline.Session;

    internal bool Runs(Cmdlet command) => ReferenceEquals(_command, command);

    internal void Prepare(IObjectSink next, int position, int length, bool expectsInput)
    {
        _next = next;
        Invocation.PipelinePosition = position;
        Invocation.PipelineLength = length;
        Invocation.ExpectingInput = expectsInput;
        try
        {
            _binder.BindArguments(_arguments, expectsInput);
        }
        catch (ParameterBindingException e)
        {
            e.ErrorRecord.SetInvocationInfo(Invocation);
            throw;
        }

        PrepareVariables();
    }

    internal void Begin()
    {
        if (_began)
        {
            return;
        }

        _began = true;
        Call(_command.CallBegin);
    }

    internal void ProcessWithoutInput() => Call(_command.CallProcess);

    public void Receive(object? value)
    {
        // An object may come while the command before this one begins; then this one has to begin first.
        Begin();
        if (_command is OutNullCommand)
        {
            // What is thrown away needs no binding; timing a walk with Out-Null would otherwise time the binder.
            return;
        }

        try
        {
            if (!_binder.BindInput(value))
            {
                WriteErrorCore(new ErrorRecord(
                    new ParameterBindingException(
                        "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input."),
                    "InputObjectNotBound",
                    ErrorCategory.InvalidArgument,
                    value));
                return;
            }
        }
        catch (ParameterBindingException e)
        {
            WriteErrorCore(new ErrorRecord(e, e.BindingErrorId, e.ErrorRecord.CategoryInfo.Category, value));
            return;
        }

        Call(_command.CallProcess);
    }

    internal void End()
    {
        Begin();
        _binder.RestoreOriginals();
        Call(_command.CallEnd);
        StoreVariables();
    }

    internal void Stop()
    {
        if (_began)
        {
            _command.CallStop();
        }
    }

    public void Dispose() => (_command as IDisposable)?.Dispose();

    private void Call(Action step)
    {
        if (_pipeline.IsStopping)
        {
            throw new PipelineStoppedException();
        }

        bool outer = _running;
        _running = true;
        try
        {
            step();
        }
        catch (Exception e) when (e is not (FlowControlException or PipelineStoppedException or ActionPreferenceStopException or CmdletInvocationException))
        {
            ErrorRecord record = e is IContainsErrorRecord known
                ? new ErrorRecord(known.ErrorRecord, e)
                : new ErrorRecord(e, e.GetType().FullName!, ErrorCategory.NotSpecified, null);
            ThrowTerminatingError(record);
        }
        finally
        {
            _running = outer;
        }

        if (_pipeline.IsStopping)
        {
            throw new PipelineStoppedException();
        }
    }

    public void WriteObject(object? value, bool enumerate)
    {
        CheckThread();
        if (enumerate && LanguagePrimitives.GetEnumerable(value) is { } items)
        {
            foreach (object? item in items)
            {
                Write(item);
            }
        }
        else
        {
            Write(value);
        }
    }

    private void Write(object? value)
    {
        if (_pipeline.IsStopping)
        {
            throw new PipelineStoppedException();
        }

        if (ReferenceEquals(value, System.Management.Automation.Internal.AutomationNull.Value))
        {
            return;
        }

        Keep(value);
        _next.Receive(value);
    }

    // Written from elsewhere, objects would mix with those of the pipeline's own thread.
    private void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _pipeline.ThreadId || !_running)
        {
            throw new PSInvalidOperationException(
                "The WriteObject and WriteError methods cannot be called from outside the overrides of the BeginProcessing, ProcessRecord, and EndProcessing methods, and they can only be called from within the same thread.");
        }
    }
}
