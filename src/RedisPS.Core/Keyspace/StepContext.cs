using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>What a step works with: a connection of its own, and the tally of what became of each key.</summary>
internal sealed class StepContext(RedisClient client, WorkConnection connection, OperationResult result, MassOptions options)
{
    private const int MostErrors = 100;

    private readonly List<KeyError> _errors = [];
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);

    public RedisClient Client { get; } = client;

    public Guid OperationId => result.OperationId;

    public string? ConnectionName => options.ConnectionName;

    public RedisBulkConnection Connection => connection.Open;

    public RespWriter Writer => Connection.Writer;

    /// <summary>Sends what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        connection.Sent();
    }

    /// <summary>Batches that failed as a whole and are done again, key by key.</summary>
    public Queue<List<PlannedKey>> Again { get; } = new();

    public TimeProvider Time => options.Time;

    /// <summary>Notes where the keys can be brought back from.</summary>
    public void KeepIn(string folder) => result.RecyclePath = folder;

    public void Succeed(in PlannedKey key)
    {
        result.Succeeded++;
        if (result.FreedBytes is { } freed && key.MemoryBytes is { } bytes) { result.FreedBytes = freed + bytes; }
        options.KeyDone?.Invoke(key, KeyOutcome.Succeeded);
    }

    /// <summary>For replies that count keys and do not name them.</summary>
    public void SucceedMany(long keys) => result.Succeeded += keys;

    public void SkipMany(long keys, string reason)
    {
        if (keys <= 0) { return; }
        result.Skipped += keys;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + keys;
        result.SkipReasons = _reasons;
    }

    public void Skip(in PlannedKey key, string reason)
    {
        SkipMany(1, reason);
        options.KeyDone?.Invoke(key, KeyOutcome.Skipped);
    }

    public void Fail(in PlannedKey key, KeyError error)
    {
        result.Failed++;
        Note(error);
        options.KeyDone?.Invoke(key, KeyOutcome.Failed);
        if (error.IsHopeless) { throw error.ToException(); }
    }

    /// <summary>For one refusal of many keys that is not asked about again.</summary>
    public void FailMany(long keys, KeyError error)
    {
        result.Failed += keys;
        Note(error);
    }

    public void Fail(in PlannedKey key, ReadOnlySpan<byte> error, string command) => Fail(key, KeyError.FromReply(key.Key, error, command));

    private void Note(KeyError error)
    {
        if (_errors.Count >= MostErrors) { return; }
        _errors.Add(error);
        result.Errors = _errors;
    }
}
