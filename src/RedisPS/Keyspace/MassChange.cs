using System.Collections.Concurrent;
using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;

namespace RedisPS.Keyspace;

/// <summary>
/// The way every mass change goes: keys are planned, the plan is shown in one question, and exactly the plan is carried out.
/// With -Force there is nothing to show, so keys are changed while they arrive.
/// </summary>
internal sealed class MassChange : IDisposable
{
    // People who name or pipe keys have seen them; a pattern can match what nobody thought of.
    private const long AskFromNamedKeys = 101;
    private const long AskFromMatchedKeys = 2;

    private readonly RedisCmdlet _cmdlet;
    private readonly MassChangeOptions _options;
    private readonly List<PipedChange> _piped = [];

    /// <summary>Prepares a change; nothing happens yet.</summary>
    public MassChange(RedisCmdlet cmdlet, MassChangeOptions options)
    {
        _cmdlet = cmdlet;
        _options = options;
    }

    /// <summary>
    /// Takes keys: those that were named are changed at once, those from the pipeline, each for its own server and database, are planned
    /// while they come. Call from Process, and then Finish from End.
    /// </summary>
    public void Add(RedisConnection connection, RedisClient client, RedisKey[] keys)
    {
        KeyTarget target = new(connection, client);
        if (!_cmdlet.MyInvocation.ExpectingInput)
        {
            RunNamed(target, keys);
            return;
        }

        PipedChange? piped = _piped.Find(one => one.Target == target);
        if (piped is null)
        {
            piped = Start(target);
            _piped.Add(piped);
        }

        piped.Feed.Add(keys, piped.Work, _cmdlet.StopToken);

        // What is done already is handed on now: kept to the end, it would be in memory as a whole.
        PassThru(target, piped.Operation?.Changed);
    }

    /// <summary>Asks about the keys that were piped in and changes them.</summary>
    public void Finish()
    {
        foreach (PipedChange piped in _piped)
        {
            try
            {
                Finish(piped);
            }
            catch (RedisException e)
            {
                _cmdlet.WriteRedisError(e, piped.Target.Connection);
            }
        }
    }

    /// <summary>Changes keys that a query finds.</summary>
    public void Run(RedisConnection connection, RedisClient client, KeyQuery query) =>
        Run(new KeyTarget(connection, client), KeySource.Walk(query), AskFromMatchedKeys, $"the matching keys on {connection.Server} db{client.Database}");

    /// <summary>Ends the work of a pipeline that did not come to its end.</summary>
    public void Dispose()
    {
        foreach (PipedChange piped in _piped)
        {
            piped.Dispose();
        }
    }

    // Without a question and without -WhatIf nobody looks at a plan.
    private bool NeedsNoPlan => _options.PlanPath is null && !_cmdlet.IsWhatIf && _cmdlet.AgreedBeforehand(_options.Force);

    // Somebody who names a key expects it to be there; a key from the pipeline may have gone meanwhile.
    private void RunNamed(KeyTarget target, RedisKey[] keys)
    {
        RedisKey[] wanted = keys.Distinct().ToArray();
        bool?[] exist = KeyPresence.Ask(_cmdlet, target, wanted);
        foreach (RedisKey missing in wanted.Where((_, i) => exist[i] == false))
        {
            _cmdlet.WriteError(KeyErrors.NotFound(missing, target));
        }

        RedisKey[] present = wanted.Where((_, i) => exist[i] != false).ToArray();
        if (present.Length > 0)
        {
            Run(target, KeySource.Keys(present), AskFromNamedKeys, $"{present.Length} keys on {target}");
        }
    }

    private void Run(KeyTarget target, KeySource source, long askFrom, string what)
    {
        if (NeedsNoPlan)
        {
            if (_cmdlet.ShouldProcess(what, _options.Action))
            {
                Operate(target, source);
            }

            return;
        }

        KeepOneList(target);
        using KeyPlan plan = AwaitPlan(target, KeyPlan.CreateAsync(target.Client, source, PlanOptions(target), _cmdlet.StopToken));
        Carry(target, plan, askFrom);
    }

    private PipedChange Start(KeyTarget target)
    {
        KeepOneList(target);
        KeyFeed feed = new();
        KeySource source = KeySource.Keys(feed.Keys(_cmdlet.StopToken));
        if (!NeedsNoPlan)
        {
            // The feed blocks its consumer's thread, which must not be this one.
            Task<KeyPlan> plan = Task.Run(() => KeyPlan.CreateAsync(target.Client, source, PlanOptions(target), _cmdlet.StopToken));
            return new PipedChange(target, feed, plan, plan, null);
        }

        Operation? operation = _cmdlet.ShouldProcess($"the keys from the pipeline on {target}", _options.Action) ? Prepare(target, source) : null;
        Task<OperationResult>? result = operation is null ? null : Task.Run(() => operation.Engine.RunAsync(_cmdlet.StopToken));
        return new PipedChange(target, feed, result ?? Task.CompletedTask, null, operation) { Result = result };
    }

    private void Finish(PipedChange piped)
    {
        piped.Feed.Complete(piped.Work, _cmdlet.StopToken);
        if (piped.Plan is not null)
        {
            using KeyPlan plan = AwaitPlan(piped.Target, piped.Plan);
            Carry(piped.Target, plan, AskFromNamedKeys);
        }
        else if (piped.Operation is not null)
        {
            Report(piped.Target, piped.Operation, piped.Result!);
        }
    }

    private void Carry(KeyTarget target, KeyPlan plan, long askFrom)
    {
        foreach (string note in plan.Notes)
        {
            _cmdlet.WriteWarning(note);
        }

        if (plan.ErrorCount > 0)
        {
            string count = plan.ErrorCount.ToString("N0", CultureInfo.InvariantCulture);
            _cmdlet.WriteWarning($"{count} of these keys could not be looked at, and will hardly be changed. The first: {plan.Errors[0]}");
        }

        try
        {
            _cmdlet.Await(Prepare(target, KeySource.Plan(plan)).Engine.CheckAsync(plan, _cmdlet.StopToken));
        }
        catch (RedisConfigurationException e)
        {
            _cmdlet.WriteError(KeyErrors.Refused(e, target.Connection));
            return;
        }

        if (_cmdlet.ConfirmMassChange($"{_options.Action} {plan.Radius}{_options.Destination}", plan.Count, askFrom, _options.Force))
        {
            Operate(target, KeySource.Plan(plan));
        }
    }

    private void Operate(KeyTarget target, KeySource source)
    {
        Operation operation = Prepare(target, source);
        Report(target, operation, operation.Engine.RunAsync(_cmdlet.StopToken));
    }

    private Operation Prepare(KeyTarget target, KeySource source)
    {
        ConcurrentQueue<RedisKey>? changed = _options.PassThru is null ? null : new();
        MassOptions options = new()
        {
            ConnectionName = target.Name,
            MaxOperationsPerSecond = _options.MaxOperationsPerSecond,
            BatchSize = _options.BatchSize,
            MaxKeys = _options.MaxKeys,
            KeyDone = changed is null ? null : (key, outcome) =>
            {
                if (outcome == KeyOutcome.Succeeded)
                {
                    changed.Enqueue(key.Key);
                }
            },
        };
        return new Operation(new MassOperation(target.Client, source, _options.Step(), options), changed);
    }

    private void Report(KeyTarget target, Operation operation, Task<OperationResult> work)
    {
        ProgressReporter progress = new(_cmdlet, $"{_options.Action} keys on {target}", "keys");
        OperationResult result;
        try
        {
            result = _cmdlet.Await(work, () =>
            {
                progress.Report(operation.Engine.Progress.Done, operation.Engine.Progress.Total);
                PassThru(target, operation.Changed);
            });
        }
        catch (RedisConfigurationException e)
        {
            _cmdlet.WriteError(KeyErrors.Refused(e, target.Connection));
            return;
        }
        catch (RedisException e) when (operation.Engine.Result.Matched > 0 || _options.Finished is not null)
        {
            // The message says how far it got; the result says it in numbers.
            PassThru(target, operation.Changed);
            Write(operation.Engine.Result, whole: false);
            _cmdlet.WriteRedisError(e, target.Connection);
            return;
        }
        finally
        {
            progress.Complete();
        }

        PassThru(target, operation.Changed);
        Write(result, whole: true);
        foreach (string note in result.Notes)
        {
            _cmdlet.WriteWarning(note);
        }

        if (result.Failed > 0)
        {
            _cmdlet.WriteError(KeyErrors.Incomplete(result));
        }
    }

    private KeyPlan AwaitPlan(KeyTarget target, Task<KeyPlan> plan)
    {
        ProgressReporter progress = new(_cmdlet, $"Counting keys on {target}", "keys");
        try
        {
            return _cmdlet.Await(plan, () => progress.Report(_planned?.Done ?? 0, _planned?.Total));
        }
        finally
        {
            progress.Complete();
        }
    }

    private OperationProgress? _planned;

    private KeyTarget? _listed;

    // The file of a second list would take the place of the first one's.
    private void KeepOneList(KeyTarget target)
    {
        if (_options.PlanPath is { } path && _listed is { } other && other != target)
        {
            _cmdlet.ThrowTerminatingError(KeyErrors.OnePlanOnly(path));
        }

        _listed = target;
    }

    private KeyPlanOptions PlanOptions(KeyTarget target) => new()
    {
        ConnectionName = target.Name,
        MaxKeys = _options.MaxKeys,
        Path = _options.PlanPath,
        Progress = progress => Volatile.Write(ref _planned, progress),
    };

    private void Write(OperationResult result, bool whole)
    {
        if (_options.Finished is not null)
        {
            _options.Finished(result, whole);
        }
        else if (_options.PassThru is null)
        {
            _cmdlet.WriteObject(result);
        }
    }

    private void PassThru(KeyTarget target, ConcurrentQueue<RedisKey>? changed)
    {
        const int Batch = 1000;
        List<RedisKey> keys = [];
        while (changed is not null && changed.TryDequeue(out RedisKey key))
        {
            keys.Add(key);
            if (keys.Count == Batch || changed.IsEmpty)
            {
                _cmdlet.WriteObject(_cmdlet.Await(_options.PassThru!(target, keys)), true);
                keys.Clear();
            }
        }
    }

    private sealed record Operation(MassOperation Engine, ConcurrentQueue<RedisKey>? Changed);

    /// <summary>Keys of one server and database that come through the pipeline, and what is done with them meanwhile.</summary>
    private sealed record PipedChange(KeyTarget Target, KeyFeed Feed, Task Work, Task<KeyPlan>? Plan, Operation? Operation) : IDisposable
    {
        public Task<OperationResult>? Result { get; init; }

        public void Dispose()
        {
            Feed.Dispose();
            if (Plan is { } plan)
            {
                // Planned for nothing: its temporary file goes when the planning notices that it was stopped.
                _ = plan.ContinueWith(static done => done.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }
        }
    }
}
