using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Configuration;

/// <summary>
/// Undoes one change when its time is over. One connection holds the undoing commands at the server, behind a command that blocks
/// for that time: the server runs them although nothing more comes from here, but forgets them when the connection is closed
/// (seen on Redis 7.0, 8.0 and Valkey 8.1). A second connection, opened before the change as well, is for undoing at once, and for
/// the case that the first was lost.
/// </summary>
internal sealed class RevertTimer
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly RedisClient _client;
    private readonly PendingChange _change;
    private readonly IReadOnlyList<RedisCommand> _undo;
    private readonly CancellationTokenSource _over = new();
    private readonly object _gate = new();
    private readonly SemaphoreSlim _once = new(1);
    private RedisBulkConnection? _holder;
    private RedisBulkConnection? _spare;

    private RevertTimer(RedisClient client, PendingChange change, IReadOnlyList<RedisCommand> undo)
    {
        _client = client;
        _change = change;
        _undo = undo;
    }

    public static async Task<RevertTimer> StartAsync(RedisClient client, PendingChange change, IReadOnlyList<RedisCommand> undo, TimeSpan after, CancellationToken stop)
    {
        RevertTimer timer = new(client, change, undo);
        try
        {
            timer._spare = await client.OpenBulkAsync(stop).ConfigureAwait(false);
            timer._holder = await client.OpenBulkAsync(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(false);
            Task<RespValue> blocked = await timer.HoldAsync(after, stop).ConfigureAwait(false);
            _ = Task.Run(() => timer.WatchAsync(blocked), CancellationToken.None);
            return timer;
        }
        catch
        {
            timer.Close();
            throw;
        }
    }

    /// <summary>Keeps the change; false when it is being undone, or was.</summary>
    public bool TryConfirm() => End(PendingChangeState.Confirmed);

    /// <summary>The change was not made.</summary>
    public void Drop() => _ = End(PendingChangeState.Reverted);

    /// <summary>Undoes the change now.</summary>
    public async Task UndoNowAsync()
    {
        await _once.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_change.State == PendingChangeState.Pending)
            {
                string? failure = await RunAsync().ConfigureAwait(false);
                _change.Note = failure ?? "";
                _ = End(failure is null ? PendingChangeState.Reverted : PendingChangeState.NotReverted);
            }
        }
        finally
        {
            _ = _once.Release();
        }
    }

    private async Task<Task<RespValue>> HoldAsync(TimeSpan after, CancellationToken stop)
    {
        string time = Math.Max(1, (long)after.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

        // More replicas than there can be: only the time ends it. A replica does not take WAIT.
        RedisCommand block = _client.Capabilities.Role is "master" or ""
            ? new RedisCommand("WAIT", "1000000", time)
            : new RedisCommand("XREAD", "BLOCK", time, "STREAMS", "redisps:never", "$");
        foreach (RedisCommand command in _undo.Prepend(block))
        {
            Write(_holder!, command);
        }

        await _holder!.FlushAsync(stop).ConfigureAwait(false);
        Task<RespValue> blocked = _holder.Reader.ReadAsync(CancellationToken.None).AsTask();

        // A server that refuses answers at once, and has then run the undoing too early, which did no harm: nothing is changed yet.
        _ = await _client.SendAsync(new RedisCommand("PING"), stop).ConfigureAwait(false);
        _ = await Task.WhenAny(blocked, Task.Delay(50, stop)).ConfigureAwait(false);
        _change.IsHeldByServer = !blocked.IsCompleted;
        return blocked;
    }

    private async Task WatchAsync(Task<RespValue> blocked)
    {
        try
        {
            await Task.Delay(_change.RevertsAt - DateTimeOffset.Now > TimeSpan.Zero ? _change.RevertsAt - DateTimeOffset.Now : TimeSpan.Zero, _over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (_change.IsHeldByServer && await HeldAsync(blocked).ConfigureAwait(false))
        {
            _ = End(PendingChangeState.Reverted);
            return;
        }

        await UndoNowAsync().ConfigureAwait(false);
    }

    // Whether the server did what it was left to do.
    private async Task<bool> HeldAsync(Task<RespValue> blocked)
    {
        try
        {
            if ((await blocked.WaitAsync(s_grace).ConfigureAwait(false)).IsError)
            {
                return false;
            }

            foreach (RedisCommand _ in _undo)
            {
                if ((await _holder!.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(s_grace).ConfigureAwait(false)).IsError)
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    // By the spare connection, else by the client; null when it succeeded.
    private async Task<string?> RunAsync()
    {
        try
        {
            foreach (RedisCommand command in _undo)
            {
                Write(_spare!, command);
            }

            await _spare!.FlushAsync().ConfigureAwait(false);
            string? error = null;
            foreach (RedisCommand _ in _undo)
            {
                RespValue reply = await _spare.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                error ??= reply.IsError ? reply.AsText() : null;
            }

            return error;
        }
        catch (RedisException)
        {
            try
            {
                foreach (RedisCommand command in _undo)
                {
                    _ = await _client.ExecuteAsync(command).ConfigureAwait(false);
                }

                return null;
            }
            catch (RedisException e)
            {
                return e.Message;
            }
        }
    }

    private void Write(RedisBulkConnection connection, RedisCommand command)
    {
        connection.Writer.Begin(command.Arguments.Count + 1);
        connection.Writer.Argument(_client.MapName(command.Name));
        foreach (RedisArgument argument in command.Arguments)
        {
            connection.Writer.Argument(argument.Bytes.Span);
        }
    }

    private bool End(PendingChangeState state)
    {
        lock (_gate)
        {
            if (_change.State != PendingChangeState.Pending || (state == PendingChangeState.Confirmed && DateTimeOffset.Now >= _change.RevertsAt))
            {
                return false;
            }

            _change.State = state;
        }

        Close();
        return true;
    }

    private void Close()
    {
        _over.Cancel();
        _holder?.Dispose();
        _spare?.Dispose();
    }
}
