using System.Management.Automation;

namespace RedisPS.Runner.Engine;

/// <summary>Runs one pipeline. Objects go from command to command one at a time, nothing waits for all of them.</summary>
internal sealed class PipelineRun
{
    private readonly Session _session;
    private readonly List<CommandRun> _commands = [];
    private readonly IObjectSink _output;
    private volatile bool _stopping;

    internal PipelineRun(Session session, IObjectSink output)
    {
        _session = session;
        _output = output;
        ThreadId = Environment.CurrentManagedThreadId;
    }

    internal Session Session => _session;

    internal bool IsStopping => _stopping;

    internal int ThreadId { get; }

    internal void Add(CommandRun command) => _commands.Add(command);

    /// <summary>Runs to the end. <paramref name="input"/> is what a value at the start of the pipeline gives.</summary>
    internal void Run(IReadOnlyList<object?>? input)
    {
        using IDisposable entered = _session.Enter(this);
        try
        {
            Prepare(input is not null);
            try
            {
                foreach (CommandRun command in _commands)
                {
                    command.Begin();
                }

                Feed(input);
                Complete(0);
            }
            catch (StopUpstreamException e)
            {
                FinishBehind(e);
            }
        }
        finally
        {
            foreach (CommandRun command in _commands)
            {
                command.Dispose();
            }
        }
    }

    internal void Stop()
    {
        _stopping = true;
        foreach (CommandRun command in _commands)
        {
            command.Stop();
        }
    }

    private void Prepare(bool hasInput)
    {
        for (int i = 0; i < _commands.Count; i++)
        {
            _commands[i].Prepare(i + 1 < _commands.Count ? _commands[i + 1] : _output, i + 1, _commands.Count, hasInput || i > 0);
        }
    }

    private void Feed(IReadOnlyList<object?>? input)
    {
        if (input is null)
        {
            _commands[0].ProcessWithoutInput();
            return;
        }

        foreach (object? item in input)
        {
            if (_commands.Count == 0)
            {
                _output.Receive(item);
            }
            else
            {
                _commands[0].Receive(item);
            }
        }
    }

    private void Complete(int from)
    {
        for (int i = from; i < _commands.Count; i++)
        {
            _commands[i].End();
        }
    }

    // The command that has enough has ended itself; those behind it still have their end to write, and may have enough in turn.
    private void FinishBehind(StopUpstreamException stop)
    {
        while (true)
        {
            try
            {
                Complete(_commands.FindIndex(command => command.Runs(stop.RequestedBy)) + 1);
                return;
            }
            catch (StopUpstreamException next)
            {
                stop = next;
            }
        }
    }
}
