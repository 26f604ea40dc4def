namespace RedisPS.Core.Keyspace;

/// <summary>A token bucket: so many operations a second, with a tenth of a second's worth in hand.</summary>
public sealed class Throttle
{
    private readonly double _perSecond;
    private readonly double _capacity;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _last;

    /// <summary>Makes a throttle.</summary>
    /// <param name="operationsPerSecond">The rate.</param>
    /// <param name="time">The clock; null: the system's.</param>
    public Throttle(double operationsPerSecond, TimeProvider? time = null)
    {
        if (!(operationsPerSecond > 0)) { throw new ArgumentOutOfRangeException(nameof(operationsPerSecond), "The rate must be above zero."); }
        _perSecond = operationsPerSecond;
        _time = time ?? TimeProvider.System;
        _capacity = Math.Max(1, operationsPerSecond / 10);
        _tokens = _capacity;
        _last = _time.GetTimestamp();
    }

    /// <summary>The largest batch that does not have to wait for more than the bucket holds.</summary>
    public int BatchLimit => (int)Math.Min(int.MaxValue, _capacity);

    /// <summary>Waits until that many operations may be done, and takes them.</summary>
    /// <param name="operations">How many; more than the bucket holds are paid for by waiting longer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that is done when they may be done.</returns>
    public async ValueTask TakeAsync(int operations, CancellationToken cancellationToken)
    {
        Refill();
        while (_tokens < Math.Min(operations, _capacity))
        {
            double missing = Math.Min(operations, _capacity) - _tokens;
            TimeSpan wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(missing / _perSecond * 1000)));
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
            Refill();
        }

        _tokens -= operations;
    }

    private void Refill()
    {
        long now = _time.GetTimestamp();
        _tokens = Math.Min(_capacity, _tokens + (_time.GetElapsedTime(_last, now).TotalSeconds * _perSecond));
        _last = now;
    }
}
