namespace RedisPS.Client;

/// <summary>
/// Keeps the one connection of a client: makes it when it is needed, once for all who ask at the same time, and after several failures in a row
/// lets commands fail at once while a background attempt finds out whether the server is back.
/// </summary>
internal sealed class LinkSource(RedisClientOptions options, ClientCounters counters, Func<RawConnection, CancellationToken, Task> ready) : IDisposable
{
    private const int FailuresToOpen = 3;

    // While failures pile up a command waits this long at most for an attempt under way: enough for a server that is back.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private RedisLink? _link;
    private Task<RedisLink>? _attempt;
    private RedisConnectionException? _lastFailure;
    private int _failures;
    private bool _everConnected;
    private bool _closed;

    public bool IsConnected => _link is { IsUsable: true };

    /// <summary>Makes the connections to come from other options.</summary>
    public void Use(RedisClientOptions changed) => options = changed;

    /// <summary>The connection, made now if there is none.</summary>
    public ValueTask<RedisLink> GetAsync(CancellationToken cancellationToken) =>
        _link is { IsUsable: true } link ? new ValueTask<RedisLink>(link) : GetSlowAsync(cancellationToken);

    public void Dispose()
    {
        RedisLink? link;
        lock (_gate)
        {
            if (_closed) { return; }
            _closed = true;
            link = _link;
            _link = null;
        }

        _closing.Cancel();
        link?.Dispose();
    }

    private async ValueTask<RedisLink> GetSlowAsync(CancellationToken cancellationToken)
    {
        Task<RedisLink> attempt;
        RedisConnectionException? last;
        int failures;
        lock (_gate)
        {
            if (_closed) { throw ConnectionFailures.ClosedByClient(options.Endpoint); }
            if (_link is { IsUsable: true } link) { return link; }
            if (_attempt is null or { IsCompleted: true }) { _attempt = Task.Run(ConnectAsync, CancellationToken.None); }
            attempt = _attempt;
            failures = _failures;
            last = _lastFailure;
        }

        // The attempt belongs to all who wait for it, so nobody's cancellation ends it.
        if (failures < FailuresToOpen || last is null) { return await attempt.WaitAsync(cancellationToken).ConfigureAwait(false); }
        Task first = await Task.WhenAny(attempt, Task.Delay(s_patience, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == attempt ? await attempt.ConfigureAwait(false) : throw ConnectionFailures.FailingFast(options.Endpoint, last, failures);
    }

    private async Task<RedisLink> ConnectAsync()
    {
        try
        {
            RawConnection connection = await Connector.ConnectAsync(options, Timeout.InfiniteTimeSpan, ready, _closing.Token).ConfigureAwait(false);
            RedisLink link = new(connection, options, counters);
            lock (_gate)
            {
                if (!_closed)
                {
                    _failures = 0;
                    _lastFailure = null;
                    _link = link;
                    if (_everConnected) { counters.Reconnected(); }
                    _everConnected = true;
                    return link;
                }
            }

            link.Dispose();
            throw ConnectionFailures.ClosedByClient(options.Endpoint);
        }
        catch (OperationCanceledException) { throw ConnectionFailures.ClosedByClient(options.Endpoint); }
        catch (RedisConnectionException e)
        {
            counters.ConnectionFailed();
            lock (_gate)
            {
                _failures++;
                _lastFailure = e;
            }

            throw;
        }
    }
}
