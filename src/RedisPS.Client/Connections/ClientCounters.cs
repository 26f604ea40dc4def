namespace RedisPS.Client;

/// <summary>What a client has done so far, all its databases and bulk connections together. Figures move while they are read.</summary>
public sealed class ClientCounters
{
    private long _sentBytes;
    private long _receivedBytes;
    private long _sentCommands;
    private long _receivedReplies;
    private long _failures;
    private long _reconnects;
    private long _connectionFailures;
    private long _outstanding;
    private long _lastRoundTripTicks;

    internal ClientCounters()
    {
    }

    /// <summary>Bytes sent.</summary>
    public long SentBytes => Volatile.Read(ref _sentBytes);

    /// <summary>Bytes received.</summary>
    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <summary>Commands sent through Execute, Send and Pipeline.</summary>
    public long SentCommands => Volatile.Read(ref _sentCommands);

    /// <summary>Replies received to them.</summary>
    public long ReceivedReplies => Volatile.Read(ref _receivedReplies);

    /// <summary>Commands that ended without a reply: connection lost, or timed out.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Connections made after the first was lost.</summary>
    public long Reconnects => Volatile.Read(ref _reconnects);

    /// <summary>Attempts to connect that failed.</summary>
    public long ConnectionFailures => Volatile.Read(ref _connectionFailures);

    /// <summary>Commands that wait for their reply.</summary>
    public long Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>From sending to receiving, for the command that was answered last.</summary>
    public TimeSpan LastRoundTrip => new(Volatile.Read(ref _lastRoundTripTicks));

    internal void AddSentBytes(long count) => Interlocked.Add(ref _sentBytes, count);

    internal void AddReceivedBytes(long count) => Interlocked.Add(ref _receivedBytes, count);

    internal void CommandsSent(int count)
    {
        _ = Interlocked.Add(ref _sentCommands, count);
        _ = Interlocked.Add(ref _outstanding, count);
    }

    internal void ReplyReceived(TimeSpan roundTrip)
    {
        _ = Interlocked.Increment(ref _receivedReplies);
        _ = Interlocked.Decrement(ref _outstanding);
        Volatile.Write(ref _lastRoundTripTicks, roundTrip.Ticks);
    }

    internal void CommandsFailed(int count)
    {
        _ = Interlocked.Add(ref _failures, count);
        _ = Interlocked.Add(ref _outstanding, -count);
    }

    internal void Reconnected() => Interlocked.Increment(ref _reconnects);

    internal void ConnectionFailed() => Interlocked.Increment(ref _connectionFailures);
}
