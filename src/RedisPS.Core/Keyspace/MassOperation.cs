using System.Globalization;
using System.Runtime.CompilerServices;
using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>
/// The one engine of all mass work: keys from a source, in batches bounded by count and bytes, throttled, through a step, on a
/// connection of its own, the next batch sent before the last one's replies are read. One failing key does not stop the others.
/// </summary>
public sealed class MassOperation
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(100);

    private readonly RedisClient _client;
    private readonly KeySource _source;
    private readonly MassStep _step;
    private readonly MassOptions _options;
    private readonly Throttle? _throttle;
    private long _started;
    private long _lastProgress;
    private long? _total;
    private KeyWalk? _walk;
    private OperationProgress _progress;

    /// <summary>Prepares an operation; nothing is sent before <see cref="RunAsync"/>.</summary>
    /// <param name="client">The server, in the database to work in.</param>
    /// <param name="source">Which keys.</param>
    /// <param name="step">What to do to them.</param>
    /// <param name="options">How; null: as fast as it goes.</param>
    public MassOperation(RedisClient client, KeySource source, MassStep step, MassOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(step);
        _client = client;
        _source = source;
        _step = step;
        _options = options ?? new MassOptions();
        _throttle = _options.MaxOperationsPerSecond is { } rate ? new Throttle(rate, _options.Time) : null;
        _progress = new OperationProgress(step.Action, 0, null, 0, TimeSpan.Zero);
        Result = new OperationResult
        {
            Action = step.Action,
            Server = client.Endpoint.ToString(),
            ConnectionName = _options.ConnectionName,
            Database = client.Database,
        };
    }

    /// <summary>What was reached so far; also when <see cref="RunAsync"/> threw.</summary>
    public OperationResult Result { get; }

    /// <summary>How far it is; may be read from any thread.</summary>
    public OperationProgress Progress => _progress;

    /// <summary>Does the work. May be called once.</summary>
    /// <param name="cancellationToken">Stops between two batches, or closes the connection when the server does not answer.</param>
    /// <returns>What was done; the same as <see cref="Result"/>.</returns>
    /// <exception cref="RedisConnectionException">The connection was lost; the message says how far the work got.</exception>
    /// <exception cref="RedisConfigurationException">The step refused before anything was changed.</exception>
    /// <exception cref="RedisServerException">The server refused what no further key would change (no permission for the command, a read-only replica).</exception>
    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken = default)
    {
        if (_started != 0) { throw new InvalidOperationException("An operation runs once."); }
        _started = _options.Time.GetTimestamp();
        _step.Prepare(_client, _options.Time);
        KeyPlan? own = null;
        try
        {
            KeySource source = _source;
            if (_step.NeedsPlan && source is not KeySource.PlanSource)
            {
                own = await KeyPlan.CreateAsync(_client, source, new KeyPlanOptions { Columns = KeyColumns.None, ConnectionName = _options.ConnectionName, Progress = _options.Progress }, cancellationToken).ConfigureAwait(false);
                source = KeySource.Plan(own);
            }

            if (source is KeySource.PlanSource { Planned: { } plan })
            {
                if (plan.Radius.Database != _client.Database) { throw new RedisConfigurationException($"The plan was made for database {plan.Radius.Database}, and this is database {_client.Database}."); }
                if (_step.NeedsPlan) { await _step.CheckAsync(_client, plan, cancellationToken).ConfigureAwait(false); }
                _total = plan.Count;
                Result.FreedBytes = _step.Frees && (plan.Radius.MemoryBytes is not null || plan.Count == 0) ? 0 : null;
            }

            await WorkAsync(source, cancellationToken).ConfigureAwait(false);
            if (source is KeySource.PlanSource { Planned.Cap: { } cap }) { Result.StopReason ??= CapReached(cap); }
            return Result;
        }
        catch (RedisConnectionException e)
        {
            throw new RedisConnectionException(e.Stage, e.Endpoint, $"{e.Message.TrimEnd('.')}. {Far()}", e.Remedy, e);
        }
        finally
        {
            Result.Elapsed = _options.Time.GetElapsedTime(_started);
            own?.Dispose();
            (_step as IDisposable)?.Dispose();
        }
    }

    /// <summary>Refuses what <see cref="RunAsync"/> would refuse of this plan, and counts in its Radius which new names are taken: before anybody is asked.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A task.</returns>
    /// <exception cref="RedisConfigurationException">The step refuses.</exception>
    public async Task CheckAsync(KeyPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _step.Prepare(_client, _options.Time);
        if (_step.NeedsPlan) { await _step.CheckAsync(_client, plan, cancellationToken).ConfigureAwait(false); }
        try { plan.Radius.NoteTaken(await _step.TakenAsync(_client, plan, cancellationToken).ConfigureAwait(false)); }
        catch (RedisServerException)
        {
            // A user without EXISTS may rename and copy all the same; then nobody knows beforehand.
        }
    }

    private static string CapReached(long cap) => string.Create(CultureInfo.InvariantCulture, $"the cap of {cap:N0} keys was reached");

    private string Far()
    {
        long known = Result.Succeeded + Result.Skipped + Result.Failed;
        string of = _total is { } total ? string.Create(CultureInfo.InvariantCulture, $" of {total:N0}") : "";
        string open = Result.Matched > known ? string.Create(CultureInfo.InvariantCulture, $"; {Result.Matched - known:N0} more were sent, and whether they were done is not known") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{_step.Action} had worked on {known:N0}{of} keys ({Result.Succeeded:N0} done, {Result.Skipped:N0} skipped, {Result.Failed:N0} failed){open}.");
    }

    // One server for now: with several primaries the batches would be split by _client.Topology.NodeFor(key), one connection each.
    private async Task WorkAsync(KeySource source, CancellationToken cancellationToken)
    {
        using WorkConnection connection = new(_client);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => ((WorkConnection)state!).Dispose(), connection);
        StepContext context = new(_client, connection, Result, _options);
        try
        {
            // In a cluster one command takes keys of one slot only.
            bool exact = source is not KeySource.WalkSource || _options.KeyDone is not null || _client.IsClusterNode();
            StepBatch? sent = null;
            await foreach (List<PlannedKey> keys in BatchesAsync(source, cancellationToken).ConfigureAwait(false))
            {
                if (_throttle is not null) { await _throttle.TakeAsync(keys.Count, cancellationToken).ConfigureAwait(false); }
                if (sent is not null && connection.HasIdled)
                {
                    // Read while it can be: writing to a connection that is closed loses the replies that wait in it.
                    await ReadAsync(context, sent, null, cancellationToken).ConfigureAwait(false);
                    sent = null;
                }

                if (sent is null) { await connection.ReadyAsync(cancellationToken).ConfigureAwait(false); }
                StepBatch batch = await SendAsync(context, keys, exact, cancellationToken).ConfigureAwait(false);
                if (sent is not null) { await ReadAsync(context, sent, batch, cancellationToken).ConfigureAwait(false); }
                sent = batch;
                if (!_step.Overlaps || context.Again.Count > 0)
                {
                    await ReadAsync(context, sent, null, cancellationToken).ConfigureAwait(false);
                    sent = null;
                    await RepeatAsync(context, cancellationToken).ConfigureAwait(false);
                }

                Report(false);
            }

            if (sent is not null) { await ReadAsync(context, sent, null, cancellationToken).ConfigureAwait(false); }
            await RepeatAsync(context, cancellationToken).ConfigureAwait(false);
            await _step.EndAsync(context, cancellationToken).ConfigureAwait(false);
            Report(true);
        }
        catch (RedisServerException e)
        {
            // These were refused and are not tried again: counted, too.
            while (context.Again.TryDequeue(out List<PlannedKey>? keys)) { context.FailMany(keys.Count, new KeyError(keys[0].Key, e.Code, e.Message, _step.Action)); }
            throw;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(null, e, cancellationToken);
        }
    }

    private async ValueTask<StepBatch> SendAsync(StepContext context, List<PlannedKey> keys, bool exact, CancellationToken cancellationToken)
    {
        StepBatch batch = new(keys, exact);
        Result.Matched += keys.Count;
        _step.Write(context, batch);
        await context.FlushAsync(cancellationToken).ConfigureAwait(false);
        return batch;
    }

    // Where an error ends the operation, the batch that was sent behind is counted all the same.
    private async ValueTask ReadAsync(StepContext context, StepBatch batch, StepBatch? behind, CancellationToken cancellationToken)
    {
        try { await _step.ReadAsync(context, batch, cancellationToken).ConfigureAwait(false); }
        catch (RedisServerException) when (behind is not null && _step.ReadsToTheEnd)
        {
            try { await _step.ReadAsync(context, behind, cancellationToken).ConfigureAwait(false); }
            catch (RedisServerException)
            {
                // The same again.
            }

            throw;
        }
    }

    // Batches that were refused as a whole, key by key. The throttle has let them through already, and nothing of them was done.
    private async ValueTask RepeatAsync(StepContext context, CancellationToken cancellationToken)
    {
        while (context.Again.TryDequeue(out List<PlannedKey>? keys))
        {
            StepBatch batch = new(keys, true);
            _step.Write(context, batch);
            await context.FlushAsync(cancellationToken).ConfigureAwait(false);
            await ReadAsync(context, batch, null, cancellationToken).ConfigureAwait(false);
        }
    }

    // Batches bounded by count and by bytes (of names, or of values where the plan knows them), cut exactly at the cap.
    private async IAsyncEnumerable<List<PlannedKey>> BatchesAsync(KeySource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Asked again for each batch: a step learns how large its keys are.
        int Size()
        {
            int wanted = _options.BatchSize is not { } asked ? _step.BatchSize : _step.LimitsBatch ? Math.Min(asked, _step.BatchSize) : asked;
            return Math.Max(1, Math.Min(wanted, _throttle?.BatchLimit ?? int.MaxValue));
        }

        int size = Size();
        long left = _options.MaxKeys ?? long.MaxValue;
        List<PlannedKey> batch = new(size);
        long bytes = 0;
        await foreach (PlannedKey key in KeysAsync(source, cancellationToken).ConfigureAwait(false))
        {
            if (left == 0)
            {
                Result.StopReason = CapReached(_options.MaxKeys!.Value);
                break;
            }

            left--;
            batch.Add(key);
            bytes += key.Key.Length + (key.MemoryBytes ?? 0);
            if (batch.Count < size && bytes < _options.BatchBytes) { continue; }
            yield return batch;
            size = Size();
            batch = new List<PlannedKey>(size);
            bytes = 0;
        }

        if (batch.Count > 0) { yield return batch; }
    }

    private async IAsyncEnumerable<PlannedKey> KeysAsync(KeySource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        switch (source)
        {
            case KeySource.PlanSource planned:
                foreach (PlannedKey key in planned.Planned.Keys) { yield return key; }
                break;
            case KeySource.GivenSource given:
                foreach (RedisKey key in given.Given) { yield return new PlannedKey(key); }
                break;
            case KeySource.WalkSource walk:
                _walk = new KeyWalk(_client, walk.Query, _options.ConnectionName);
                try
                {
                    if (walk.Query.NamesDecide)
                    {
                        while (await _walk.NextNamesAsync(cancellationToken).ConfigureAwait(false) is { } names)
                        {
                            for (int i = 0; i < names.Count; i++) { yield return new PlannedKey(names[i]); }
                            Report(false);
                        }
                    }
                    else
                    {
                        while (await _walk.NextPageAsync(cancellationToken).ConfigureAwait(false) is { } page)
                        {
                            foreach (RedisKeyInfo key in page) { yield return new PlannedKey(key.GetRedisKey(), key.Type, null, key.MemoryBytes); }
                            Report(false);
                        }
                    }
                }
                finally
                {
                    Result.Notes = [.. _walk.Restrictions];
                    _walk.Dispose();
                }

                break;
        }
    }

    private void Report(bool last)
    {
        long now = _options.Time.GetTimestamp();
        if (!last && _options.Time.GetElapsedTime(_lastProgress, now) < s_progressInterval) { return; }
        _lastProgress = now;
        TimeSpan elapsed = _options.Time.GetElapsedTime(_started, now);
        OperationProgress? walk = _total is null ? _walk?.Progress : null;
        _progress = walk is null
            ? new OperationProgress(_step.Action, Result.Matched, _total, Result.Matched, elapsed)
            : new OperationProgress(_step.Action, walk.Done, walk.Total, Result.Matched, elapsed);
        _options.Progress?.Invoke(_progress);
    }
}
