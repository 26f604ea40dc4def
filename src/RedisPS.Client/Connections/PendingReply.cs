namespace RedisPS.Client;

/// <summary>A command under way, and who waits for its reply.</summary>
internal sealed class PendingReply(RedisCommand command, byte[] wireName)
{
    // The reader must not run callers' code, so continuations go to the pool.
    private readonly TaskCompletionSource<RespValue> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RedisCommand Command { get; } = command;

    public byte[] WireName { get; } = wireName;

    public Task<RespValue> Task => _done.Task;

    public bool IsCompleted => _done.Task.IsCompleted;

    /// <summary>When it was handed to the connection, in Stopwatch ticks.</summary>
    public long SentAt { get; set; }

    /// <summary>Its place in the order of all commands of its connection.</summary>
    public long Sequence { get; set; }

    /// <summary>Whether a part of it may have left this machine.</summary>
    public bool MayBeWritten { get; set; }

    public void Complete(RespValue value) => _done.TrySetResult(value);

    public void Fail(Exception cause) => _done.TrySetException(cause);

    /// <summary>Drops the wait, not the command: its reply is thrown away when it comes.</summary>
    public void Abandon(CancellationToken token) => _done.TrySetCanceled(token);
}
