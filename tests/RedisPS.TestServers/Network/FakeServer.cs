using System.Net;
using System.Net.Sockets;

namespace RedisPS.TestServers.Network;

/// <summary>
/// A scripted server for what a real one will not do on demand: torn replies, cut connections, silence, hostile bytes.
/// Each connection runs the script from its start. A script may assert: what it threw, Dispose throws.
/// </summary>
public sealed class FakeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<FakeConnection, Task> _script;
    private readonly CancellationTokenSource _stop = new();
    private Exception? _failure;
    private int _connections;

    /// <summary>Listens on a port of its own; the script is run for every connection.</summary>
    public FakeServer(Func<FakeConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>A server that accepts and never says a word.</summary>
    public static FakeServer Silent() => new(connection => connection.WaitForCloseAsync());

    /// <summary>A server that sends these bytes to whatever is asked first, and then closes.</summary>
    public static FakeServer Answering(byte[] bytes) => new(async connection =>
    {
        await connection.ReadSomeAsync();
        await connection.SendAsync(bytes);
    });

    /// <summary>A web server.</summary>
    public static FakeServer Http() =>
        Answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw new InvalidOperationException($"The script of the fake server failed: {failure.Message}", failure);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _connections);
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using FakeConnection connection = new(socket, _stop.Token);
        try
        {
            await _script(connection);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client under test went away, or the script cut it off; that is often the point.
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
        }
    }
}
