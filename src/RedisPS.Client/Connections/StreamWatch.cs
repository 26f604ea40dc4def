using System.Net.Sockets;

namespace RedisPS.Client;

/// <summary>
/// Ends a connection of which a wait for bytes lasts too long. One timer a connection instead of a token source a read, so that the hot path
/// allocates nothing.
/// </summary>
internal sealed class StreamWatch : IDisposable
{
    private readonly Stream _stream;
    private readonly RedisEndpoint _endpoint;
    private readonly TimeSpan _timeout;
    private readonly Timer? _timer;
    private readonly Socket? _socket;
    private long _armedAt;
    private int _postponed;
    private volatile bool _timedOut;

    public StreamWatch(Stream stream, RedisEndpoint endpoint, TimeSpan timeout, Socket? socket = null)
    {
        _socket = socket;
        _stream = stream;
        _endpoint = endpoint;
        _timeout = timeout;
        if (timeout > TimeSpan.Zero)
        {
            int period = (int)Math.Clamp(timeout.TotalMilliseconds / 8, 10, 1000);
            _timer = new Timer(static state => ((StreamWatch)state!).Look(), this, period, period);
        }
    }

    /// <summary>What the wait is for, for the error's text.</summary>
    public string Purpose { get; set; } = "bulk work";

    public void Arm()
    {
        _postponed = 0;
        Volatile.Write(ref _armedAt, Environment.TickCount64 | 1);
    }

    public void Disarm() => Volatile.Write(ref _armedAt, 0);

    /// <summary>The exception for a stream that ended or failed.</summary>
    public RedisException Closed(Exception? cause) => _timedOut
        ? new RedisTimeoutException(_endpoint, Purpose, _timeout)
        : ConnectionFailures.Lost(_endpoint, cause);

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        long armedAt = Volatile.Read(ref _armedAt);
        if (armedAt == 0 || Environment.TickCount64 - armedAt < _timeout.TotalMilliseconds) { return; }
        if (BytesWait() && _postponed++ < 3)
        {
            // The server has answered, and this process has not come to read it: a busy machine is not a silent server.
            _ = Interlocked.CompareExchange(ref _armedAt, Environment.TickCount64 | 1, armedAt);
            return;
        }

        _timedOut = true;
        _stream.Dispose();
    }

    private bool BytesWait()
    {
        try { return _socket is { Available: > 0 }; }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { return false; }
    }
}
