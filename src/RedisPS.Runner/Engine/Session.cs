using System.Management.Automation;
using RedisPS.Runner.Output;

namespace RedisPS.Runner.Engine;

/// <summary>What lasts from the first pipeline of a script to the last: variables, streams, whether something went wrong.</summary>
internal sealed class Session
{
    private readonly Lock _gate = new();
    private PipelineRun? _running;

    /// <param name="streams">Where everything goes that is not an object.</param>
    /// <param name="output">Takes the objects.</param>
    /// <param name="state">The variables of an earlier session; null starts without any.</param>
    internal Session(StreamSet streams, IObjectSink output, SessionState? state = null)
    {
        Streams = streams;
        Output = output;
        State = state ?? new SessionState();
        Engine = new EngineIntrinsics(State);
    }

    /// <summary>Somebody wants to see the errors that are counted.</summary>
    internal event Action<ErrorRecord>? Noted;

    internal SessionState State { get; }

    internal EngineIntrinsics Engine { get; }

    internal StreamSet Streams { get; }

    /// <summary>Where a pipeline's objects go when no variable takes them.</summary>
    internal IObjectSink Output { get; }

    internal bool HadErrors { get; private set; }

    internal bool HadConnectionErrors { get; private set; }

    internal bool IsStopped { get; private set; }

    /// <summary>Stops what runs, from any thread.</summary>
    internal void Stop()
    {
        PipelineRun? running;
        lock (_gate)
        {
            IsStopped = true;
            running = _running;
        }

        running?.Stop();
    }

    internal IDisposable Enter(PipelineRun run)
    {
        PipelineRun? outer;
        lock (_gate)
        {
            outer = _running;
            _running = run;
            if (IsStopped)
            {
                throw new PipelineStoppedException();
            }
        }

        return new Leaving(this, outer);
    }

    internal void Report(ErrorRecord record)
    {
        Note(record);
        Streams.WriteError(record);
    }

    /// <summary>Counts an error that is shown.</summary>
    internal void Note(ErrorRecord record)
    {
        HadErrors = true;
        Noted?.Invoke(record);
        HadConnectionErrors |= record.CategoryInfo.Category == ErrorCategory.ConnectionError;
        for (Exception? e = record.Exception; e is not null && !HadConnectionErrors; e = e.InnerException)
        {
            HadConnectionErrors |= e is Client.RedisConnectionException;
        }
    }

    internal ActionPreference Preference(string variable, ActionPreference usual) =>
        State.PSVariable.TryGet(variable, out object? value) && LanguagePrimitives.TryConvertTo(value, out ActionPreference chosen) ? chosen : usual;

    internal ConfirmImpact ConfirmPreference =>
        State.PSVariable.TryGet("ConfirmPreference", out object? value) && LanguagePrimitives.TryConvertTo(value, out ConfirmImpact chosen) ? chosen : ConfirmImpact.High;

    internal bool WhatIfPreference => State.PSVariable.TryGet("WhatIfPreference", out object? value) && LanguagePrimitives.IsTrue(value);

    private sealed class Leaving(Session session, PipelineRun? outer) : IDisposable
    {
        public void Dispose()
        {
            lock (session._gate)
            {
                session._running = outer;
            }
        }
    }
}
