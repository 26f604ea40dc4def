using RedisPS.Runner.Binding;
using RedisPS.Runner.Engine;
using RedisPS.Runner.Output;
using RedisPS.Runner.Shaping;
using Xunit;

namespace RedisPS.Tests.Runner;

/// <summary>Objects go one at a time, and stop when nobody wants more.</summary>
public sealed class PipelineTests
{
    private readonly CollectingSink _sink = new();
    private readonly StringWriter _host = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    public PipelineTests()
    {
        ProbeCommand.Log.Clear();
    }

    [Fact]
    public void Each_object_goes_all_the_way_before_the_next_one_comes()
    {
        Run(Probe("a", ("Count", 2)), Probe("b"));

        Assert.Equal(
            ["a begin", "b begin", "a process ", "b process 1", "b process 2", "a end", "b end", "a dispose", "b dispose"],
            ProbeCommand.Log);
        Assert.Equal([1, 2], _sink.Items);
    }

    [Fact]
    public void A_consumer_that_has_enough_stops_what_is_before_it()
    {
        Run(Probe("a", ("Count", 1_000_000)), (typeof(SelectObjectCommand), [BoundArgument.Named("First", 2)]), Probe("b"));

        Assert.Equal([1, 2], _sink.Items);
        Assert.Equal(
            ["a begin", "b begin", "a process ", "b process 1", "b process 2", "b end", "a dispose", "b dispose"],
            ProbeCommand.Log);
    }

    [Fact]
    public void A_stop_from_elsewhere_ends_the_pipeline_at_the_next_object()
    {
        Session session = MakeSession();
        StopAt stop = new(session, 3);

        Assert.Throws<System.Management.Automation.PipelineStoppedException>(() => Run(session, stop, Probe("a", ("Count", 1_000_000))));

        Assert.Equal(3, stop.Received);
        Assert.Equal(["a begin", "a process ", "a dispose"], ProbeCommand.Log);
    }

    [Fact]
    public void WhatIf_says_what_would_be_done_and_does_nothing()
    {
        Run(Probe("a", ("Count", 1), ("Ask", true), ("WhatIf", true)));

        Assert.Empty(_sink.Items);
        Assert.Equal("What if: Performing the operation \"Do\" on target \"it\".\n", _host.ToString());
    }

    [Theory]
    [InlineData("y", 1)]
    [InlineData("", 1)]
    [InlineData("n", 0)]
    [InlineData("l", 0)]
    [InlineData("what", 0)]
    public void Confirm_asks(string answer, int written)
    {
        Session session = MakeSession(answer);

        Run(session, _sink, Probe("a", ("Count", 1), ("Ask", true), ("Confirm", true)));

        Assert.Equal(written, _sink.Items.Count);
        Assert.Contains("Are you sure you want to perform this action?", _host.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Confirm_false_does_not_ask()
    {
        Run(Probe("a", ("Count", 1), ("Ask", true), ("Confirm", false)));

        Assert.Single(_sink.Items);
        Assert.Empty(_host.ToString());
    }

    [Fact]
    public void A_question_nobody_can_answer_is_an_error_and_not_a_yes()
    {
        System.Management.Automation.CmdletInvocationException e =
            Assert.Throws<System.Management.Automation.CmdletInvocationException>(() => Run(Probe("a", ("Count", 1), ("Continue", true))));

        Assert.StartsWith("PromptNotPossible,", e.ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_sink.Items);
    }

    private static (Type Type, BoundArgument[] Arguments) Probe(string name, params (string Name, object Value)[] parameters) =>
        (typeof(ProbeCommand), [BoundArgument.Named("Name", name), .. parameters.Select(p => BoundArgument.Named(p.Name, p.Value))]);

    private Session MakeSession(params string[] answers)
    {
        Queue<string> queue = new(answers);
        Func<string?>? ask = answers.Length == 0 ? null : () => queue.TryDequeue(out string? answer) ? answer : null;
        return new Session(new StreamSet(_host, _errors, ask), _sink);
    }

    private void Run(params (Type Type, BoundArgument[] Arguments)[] commands) => Run(MakeSession(), _sink, commands);

    private static void Run(Session session, IObjectSink sink, params (Type Type, BoundArgument[] Arguments)[] commands)
    {
        PipelineRun run = new(session, sink);
        foreach ((Type type, BoundArgument[] arguments) in commands)
        {
            run.Add(new CommandRun(run, CommandMetadata.For(type), arguments, string.Empty, 1, 1));
        }

        run.Run(null);
    }

    private sealed class StopAt(Session session, int count) : IObjectSink
    {
        internal int Received { get; private set; }

        public void Receive(object? value)
        {
            if (++Received == count)
            {
                Thread thread = new(session.Stop);
                thread.Start();
                thread.Join();
            }
        }
    }
}
