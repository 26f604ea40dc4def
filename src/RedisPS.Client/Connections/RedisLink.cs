using System.Diagnostics;

namespace RedisPS.Client;

/// <summary>One connection that many callers share: commands go out in order, and the replies come back in the same order.</summary>
internal sealed class RedisLink : IDisposable
{
    private const int MostUnsentBytes = 8 << 20;

    private readonly object _gate = new();
    private readonly RawConnection _connection;
    private readonly RedisClientOptions _options;
    private readonly ClientCounters _counters;
    private readonly Queue<PendingReply> _pending = new();
    private readonly SemaphoreSlim _window;
    private readonly SemaphoreSlim _batchTurn = new(1, 1);
    private readonly Timer _timer;
    private RespWriter _filling = new();
    private RespWriter _sending = new();
    private TaskCompletionSource? _room;
    private bool _writing;
    private volatile bool _closed;
    private volatile bool _retired;
    private RedisException? _failure;
    private long _sequence;
    private long _handedOver;
    private long _lastReceived = Stopwatch.GetTimestamp();

    public RedisLink(RawConnection connection, RedisClientOptions options, ClientCounters counters)
    {
        _connection = connection;
        _options = options;
        _counters = counters;
        _window = new SemaphoreSlim(Math.Max(1, options.MaxPending));
        int period = options.OperationTimeout > TimeSpan.Zero ? (int)Math.Clamp(options.OperationTimeout.TotalMilliseconds / 8, 10, 500) : 500;
        _timer = new Timer(static state => ((RedisLink)state!).Look(), this, period, period);
        _ = ReadLoopAsync();
    }

    /// <summary>Whether new commands may be given to this connection.</summary>
    public bool IsUsable => !_closed && !_retired;

    /// <summary>Hands over one command.</summary>
    public async ValueTask SendAsync(PendingReply command, CancellationToken cancellationToken)
    {
        if (!_window.Wait(0, CancellationToken.None)) { await _window.WaitAsync(cancellationToken).ConfigureAwait(false); }
        try { await WaitForRoomAsync(cancellationToken).ConfigureAwait(false); }
        catch (OperationCanceledException)
        {
            _ = _window.Release();
            throw;
        }

        Enqueue([command]);
    }

    /// <summary>Hands over commands that must follow each other without others' in between.</summary>
    public async Task SendAsync(ArraySegment<PendingReply> commands, CancellationToken cancellationToken)
    {
        int taken = 0;
        await _batchTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // One batch at a time gathers places: two that hold half of the window each would wait for ever.
            for (; taken < commands.Count; taken++)
            {
                if (!_window.Wait(0, CancellationToken.None)) { await _window.WaitAsync(cancellationToken).ConfigureAwait(false); }
            }

            await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            taken = 0;
            Enqueue(commands);
        }
        finally
        {
            if (taken > 0) { _ = _window.Release(taken); }
            _ = _batchTurn.Release();
        }
    }

    /// <summary>Closes the connection; whoever still waits gets the failure.</summary>
    public void Close(RedisException failure)
    {
        PendingReply[] orphans;
        TaskCompletionSource? room;
        lock (_gate)
        {
            if (_closed) { return; }
            _closed = true;
            _failure = failure;
            orphans = [.. _pending];
            foreach (PendingReply orphan in orphans) { orphan.MayBeWritten = orphan.Sequence <= _handedOver; }
            _pending.Clear();
            room = _room;
            _room = null;
        }

        _timer.Dispose();
        _connection.Dispose();
        if (orphans.Length > 0)
        {
            _counters.CommandsFailed(orphans.Length);
            _ = _window.Release(orphans.Length);
        }

        foreach (PendingReply orphan in orphans) { orphan.Fail(Copy(failure)); }
        _ = room?.TrySetResult();
        RedisEventSource.Log.Lost(_options, failure, orphans.Length);
    }

    public void Dispose() => Close(ConnectionFailures.ClosedByClient(_options.Endpoint));

    private void Enqueue(ReadOnlySpan<PendingReply> commands)
    {
        bool start;
        lock (_gate)
        {
            if (_closed)
            {
                _ = _window.Release(commands.Length);
                foreach (PendingReply command in commands) { command.Fail(Copy(_failure!)); }
                return;
            }

            long now = Stopwatch.GetTimestamp();
            foreach (PendingReply command in commands)
            {
                _filling.Command(command.WireName, command.Command.Arguments);
                command.SentAt = now;
                command.Sequence = ++_sequence;
                _pending.Enqueue(command);
            }

            start = !_writing;
            _writing = true;
        }

        _counters.CommandsSent(commands.Length);
        if (start) { _ = WriteLoopAsync(); }
    }

    private async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_closed || _filling.BufferedBytes < MostUnsentBytes) { return; }
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _room.Task;
            }

            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Whoever finds nobody writing becomes the writer; what others add meanwhile goes out in one piece.
    private async Task WriteLoopAsync()
    {
        try
        {
            while (true)
            {
                TaskCompletionSource? room;
                lock (_gate)
                {
                    if (_closed || _filling.BufferedBytes == 0)
                    {
                        _writing = false;
                        return;
                    }

                    (_filling, _sending) = (_sending, _filling);
                    _handedOver = _sequence;
                    room = _room;
                    _room = null;
                }

                _ = room?.TrySetResult();
                await _connection.Stream.WriteAsync(_sending.Buffered).ConfigureAwait(false);
                _counters.AddSentBytes(_sending.BufferedBytes);
                _sending.Clear();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Close(ConnectionFailures.Lost(_options.Endpoint, e));
        }
    }

    private async Task ReadLoopAsync()
    {
        RespReader reader = _connection.Reader;
        try
        {
            while (true)
            {
                while (reader.TryRead(out RespValue? value)) { Dispatch(value!); }
                long before = reader.ReceivedBytes;
                await reader.FillAsync(CancellationToken.None).ConfigureAwait(false);
                Volatile.Write(ref _lastReceived, Stopwatch.GetTimestamp());
                _counters.AddReceivedBytes(reader.ReceivedBytes - before);
            }
        }
        catch (RedisException e) { Close(e); }
        catch (Exception e) { Close(ConnectionFailures.Lost(_options.Endpoint, e)); }
        finally { reader.Release(); }
    }

    private void Dispatch(RespValue value)
    {
        // Nobody here asked for pushes; a server that sends them all the same does no harm.
        if (value.Type == RespType.Push) { return; }
        PendingReply? command;
        bool last;
        lock (_gate)
        {
            if (!_pending.TryDequeue(out command))
            {
                if (_closed) { return; }
                throw new RedisProtocolException("a reply that no command asked for", value.ToString());
            }

            last = _pending.Count == 0;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(command.SentAt);
        _counters.ReplyReceived(elapsed);
        _ = _window.Release();
        RedisEventSource.Log.Done(_options, command.Command.Name, elapsed, value.IsError ? RedisServerException.CodeOf(value.AsText()!) : "ok");
        command.Complete(value);
        if (_retired && last) { Dispose(); }
    }

    // The timer's work: end waits in which the server stays silent, and see that an idle connection is alive.
    private void Look()
    {
        List<PendingReply>? late = null;
        bool idle;
        TimeSpan silent = Stopwatch.GetElapsedTime(Volatile.Read(ref _lastReceived));
        lock (_gate)
        {
            if (_closed) { return; }
            idle = _pending.Count == 0;
            foreach (PendingReply command in _pending)
            {
                TimeSpan limit = command.Command.Timeout ?? _options.OperationTimeout;
                if (limit > TimeSpan.Zero && silent >= limit && Stopwatch.GetElapsedTime(command.SentAt) >= limit && !command.IsCompleted)
                {
                    (late ??= []).Add(command);
                }
            }
        }

        // Bytes that wait in the socket mean that this process is behind, not the server.
        if (late is not null && BytesWait()) { return; }
        if (late is not null)
        {
            // The server may only be busy, so replies to others are still waited for; but what comes next gets a new connection.
            _retired = true;
            foreach (PendingReply command in late)
            {
                command.MayBeWritten = true;
                command.Fail(new RedisTimeoutException(_options.Endpoint, command.Command.Name, Stopwatch.GetElapsedTime(command.SentAt)));
            }

            bool nobodyWaits;
            lock (_gate) { nobodyWaits = _pending.All(command => command.IsCompleted); }
            if (nobodyWaits) { Close(new RedisTimeoutException(_options.Endpoint, late[0].Command.Name, silent)); }
        }
        else if (idle && !_retired && _options.HealthCheckInterval is { } interval && interval > TimeSpan.Zero && silent >= interval
            && CommandNames.Map(_options.CommandMap, "PING") is { } ping && _window.Wait(0))
        {
            PendingReply check = new(new RedisCommand("PING"), System.Text.Encoding.UTF8.GetBytes(ping));
            _ = check.Task.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            Enqueue([check]);
        }
    }

    private bool BytesWait()
    {
        try { return _connection.Socket.Available > 0; }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or ObjectDisposedException) { return false; }
    }

    // Each waiter gets an exception of its own: a shared one would collect everybody's stack traces.
    private static RedisException Copy(RedisException failure) => failure switch
    {
        RedisConnectionException e => new RedisConnectionException(e.Stage, e.Endpoint, e.Message, e.Remedy, e.InnerException) { IsTransient = e.IsTransient },
        RedisTimeoutException e => new RedisTimeoutException(e.Endpoint, e.Command, e.Elapsed),
        RedisProtocolException e => new RedisProtocolException(e.What, e.Where),
        _ => failure,
    };
}
