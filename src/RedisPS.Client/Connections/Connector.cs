namespace RedisPS.Client;

/// <summary>Connects within the connect timeout, trying again where that may help.</summary>
internal static class Connector
{
    /// <summary>Connects, and has the connection accepted by ready, which may throw a transient failure to have everything tried again.</summary>
    /// <param name="options">Where to, as whom.</param>
    /// <param name="silence">After how long without a byte the connection's reader gives up.</param>
    /// <param name="ready">What must succeed on the new connection, within the same time.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public static async Task<RawConnection> ConnectAsync(
        RedisClientOptions options, TimeSpan silence, Func<RawConnection, CancellationToken, Task> ready, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.ConnectTimeout > TimeSpan.Zero) { limit.CancelAfter(options.ConnectTimeout); }
        long started = Environment.TickCount64;
        RedisConnectionException? last = null;
        for (int attempt = 0; ; attempt++)
        {
            ConnectionStage stage = ConnectionStage.Resolve;
            try
            {
                if (last is not null) { await Task.Delay(Backoff.After(attempt - 1, options.RetryBackoff), limit.Token).ConfigureAwait(false); }
                RawConnection connection = await AttemptAsync(options, silence, s => stage = s, ready, limit.Token).ConfigureAwait(false);
                RedisEventSource.Log.Opened(options, connection.Protocol, Environment.TickCount64 - started);
                return connection;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                last ??= ConnectionFailures.TooSlow(options.Endpoint, stage, options.ConnectTimeout, options.Tls is not null);
                RedisEventSource.Log.Failed(options, last);
                throw last;
            }
            catch (RedisConnectionException e)
            {
                last = e;
                RedisEventSource.Log.Failed(options, e);

                // A server that loads its data is waited for as long as the time allows.
                if (!e.IsTransient || (attempt >= options.MaxRetry && e.Stage != ConnectionStage.Ready)) { throw; }
            }
        }
    }

    private static async Task<RawConnection> AttemptAsync(
        RedisClientOptions options, TimeSpan silence, Action<ConnectionStage> stage, Func<RawConnection, CancellationToken, Task> ready, CancellationToken cancellationToken)
    {
        using ConnectionAttempt attempt = new(options, silence);
        RawConnection? connection = null;
        try
        {
            connection = await attempt.RunAsync(cancellationToken).ConfigureAwait(false);
            await ready(connection, cancellationToken).ConfigureAwait(false);

            // Whoever gets the connection decides how it waits: a loop that reads all day must not hold a thread.
            connection.Reader.Pollable = null;
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            stage(connection is null ? attempt.Stage : ConnectionStage.Ready);
            if (e is RedisConnectionException { Stage: ConnectionStage.Established } lost) { throw ConnectionFailures.Dropped(options.Endpoint, options.Tls is not null, lost.InnerException); }
            if (e is IOException or ObjectDisposedException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw ConnectionFailures.Dropped(options.Endpoint, options.Tls is not null, e);
            }

            throw;
        }
    }
}
