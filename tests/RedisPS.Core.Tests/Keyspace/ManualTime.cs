namespace RedisPS.Core.Tests.Keyspace;

/// <summary>A clock that jumps to whatever is waited for, and remembers how long that was.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks;

    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks) + 1;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero) { Interlocked.Add(ref _ticks, dueTime.Ticks); }
        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
