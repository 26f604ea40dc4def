using System.Net;
using System.Net.Sockets;

namespace RedisPS.TestServers.Network;

/// <summary>A proxy in front of a server of this machine that changes what clients send, so that a new server can be had to behave as an old one.</summary>
public sealed class TamperProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Func<byte[], byte[]> _change;

    /// <summary>Forwards to a port of this machine; <paramref name="change"/> sees each block that a client sent.</summary>
    public TamperProxy(int targetPort, Func<byte[], byte[]> change)
    {
        _target = targetPort;
        _change = change;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket near = await _listener.AcceptSocketAsync(_stop.Token);
                Socket far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                near.NoDelay = true;
                await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                _ = PumpAsync(near, far, _change);
                _ = PumpAsync(far, near, bytes => bytes);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped, or the server is gone.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<byte[], byte[]> change)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int received;
            while ((received = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                byte[] bytes = change(buffer.AsSpan(0, received).ToArray());
                for (int sent = 0; sent < bytes.Length;)
                {
                    sent += await to.SendAsync(bytes.AsMemory(sent), _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side went away: the other is closed below.
        }

        from.Dispose();
        to.Dispose();
    }
}
