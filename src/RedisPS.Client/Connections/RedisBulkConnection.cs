using System.Net.Sockets;

namespace RedisPS.Client;

/// <summary>
/// A connection of one's own for walks and mass work: write commands, flush them in one piece, read their replies in order.
/// For one caller at a time. Dispose at any moment: what was not read is thrown away with the socket.
/// </summary>
public sealed class RedisBulkConnection : IAsyncDisposable, IDisposable
{
    private const int WritePortion = 128 << 10;
    private const int SendBuffer = 1 << 20;
    private const int ReadAheadBound = 64 << 20;

    private readonly RawConnection _connection;
    private readonly ClientCounters _counters;
    private bool _disposed;

    internal RedisBulkConnection(RawConnection connection, RedisEndpoint endpoint, int database, CommandGuard? guard, ClientCounters counters)
    {
        _connection = connection;
        _counters = counters;
        Endpoint = endpoint;
        Database = database;
        Writer = new RespWriter(guard, 64 << 10);
        if (connection.Stream is NetworkStream)
        {
            connection.Reader.Pollable = connection.Socket;

            // A page of commands fits in here whole, so that sending need not wait for a server that is still busy with the page before.
            connection.Socket.SendBufferSize = SendBuffer;
        }
    }

    /// <summary>Collects commands.</summary>
    public RespWriter Writer { get; }

    /// <summary>Reads replies.</summary>
    public RespReader Reader => _connection.Reader;

    /// <summary>The server.</summary>
    public RedisEndpoint Endpoint { get; }

    /// <summary>The database that commands go to.</summary>
    public int Database { get; }

    /// <summary>
    /// Sends what the writer holds. When the server takes no more because its own replies pile up, they are read meanwhile into the
    /// reader's buffer (up to 64 MiB), so that both sides never wait for each other.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; the connection is then of no further use.</param>
    /// <returns>A task that is done when everything is sent.</returns>
    /// <exception cref="RedisConnectionException">The connection was closed or failed.</exception>
    /// <exception cref="RedisTimeoutException">The server took nothing for as long as the operation timeout.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> bytes = Writer.Buffered;
        if (bytes.IsEmpty) { return default; }
        _counters.AddSentBytes(bytes.Length);
        try
        {
            while (!bytes.IsEmpty)
            {
                ReadOnlyMemory<byte> portion = bytes[..Math.Min(bytes.Length, WritePortion)];
                bytes = bytes[portion.Length..];
                ValueTask send = _connection.Stream.WriteAsync(portion, cancellationToken);
                if (!send.IsCompletedSuccessfully) { return FlushSlowAsync(send, bytes, cancellationToken); }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { throw _connection.Watch.Closed(e); }
        Writer.Clear();
        return default;
    }

    /// <summary>Closes the socket at once; from any thread, also while another one writes or reads here.</summary>
    public void Dispose()
    {
        if (_disposed) { return; }
        _disposed = true;
        _counters.AddReceivedBytes(Reader.ReceivedBytes);
        _connection.Dispose();

        // The buffers do not go back to the pool: another thread may still be at work on them, and the next one to rent them would
        // send or read what is not its own. The garbage collector knows when nobody is.
    }

    /// <summary>Closes the socket at once.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>Where this connection goes.</summary>
    /// <returns>Endpoint and database.</returns>
    public override string ToString() => $"{Endpoint}/{Database}";

    private async ValueTask FlushSlowAsync(ValueTask first, ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        Task send = first.AsTask();
        StreamWatch watch = _connection.Watch;
        try
        {
            while (true)
            {
                watch.Arm();
                while (!send.IsCompleted)
                {
                    Task? read = Reader.StartReadAhead(ReadAheadBound);
                    if (read is not null)
                    {
                        _ = await Task.WhenAny(send, read).ConfigureAwait(false);
                        watch.Arm();
                    }
                    else if (Reader.BufferedBytes >= ReadAheadBound) { await send.ConfigureAwait(false); }
                }

                await send.ConfigureAwait(false);
                if (rest.IsEmpty) { break; }
                ReadOnlyMemory<byte> portion = rest[..Math.Min(rest.Length, WritePortion)];
                rest = rest[portion.Length..];
                send = _connection.Stream.WriteAsync(portion, cancellationToken).AsTask();
            }

            Writer.Clear();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { throw watch.Closed(e); }
        finally { watch.Disarm(); }
    }
}
