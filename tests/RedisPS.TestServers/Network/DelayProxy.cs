using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace RedisPS.TestServers.Network;

/// <summary>
/// A proxy in front of a server of this machine that makes it far away: every byte arrives a fixed time later,
/// in both directions. It delays without throttling: what was sent together arrives together.
/// </summary>
public sealed class DelayProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly TimeSpan _oneWay;
    private int _roundTrips;
    private int _answered = 1;

    /// <summary>Forwards to a port of this machine; <paramref name="roundTrip"/> is added to every request and its reply.</summary>
    public DelayProxy(int targetPort, TimeSpan roundTrip)
    {
        _target = targetPort;
        _oneWay = roundTrip / 2;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often a client, having heard something, asked again; meant for one client at a time.</summary>
    public int RoundTrips => Volatile.Read(ref _roundTrips);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            Socket far = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            near.NoDelay = true;
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                near.Dispose();
                far.Dispose();
                continue;
            }

            _ = PumpAsync(near, far, asks: true);
            _ = PumpAsync(far, near, asks: false);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool asks)
    {
        Channel<(long Due, byte[] Bytes)> inFlight = Channel.CreateUnbounded<(long, byte[])>();
        Task delivery = DeliverAsync(inFlight.Reader, to, asks);
        byte[] buffer = new byte[256 * 1024];
        try
        {
            int received;
            while ((received = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                if (asks && Interlocked.Exchange(ref _answered, 0) == 1)
                {
                    Interlocked.Increment(ref _roundTrips);
                }

                long due = Stopwatch.GetTimestamp() + (long)(_oneWay.TotalSeconds * Stopwatch.Frequency);
                inFlight.Writer.TryWrite((due, buffer.AsSpan(0, received).ToArray()));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side went away: the other is closed below.
        }

        inFlight.Writer.Complete();
        await delivery;
        to.Dispose();
    }

    private async Task DeliverAsync(ChannelReader<(long Due, byte[] Bytes)> inFlight, Socket to, bool asks)
    {
        try
        {
            await foreach ((long due, byte[] bytes) in inFlight.ReadAllAsync(_stop.Token))
            {
                await WaitUntilAsync(due);
                if (!asks)
                {
                    Volatile.Write(ref _answered, 1);
                }

                for (int sent = 0; sent < bytes.Length;)
                {
                    sent += await to.SendAsync(bytes.AsMemory(sent), _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody is left to deliver to.
        }
    }

    private async Task WaitUntilAsync(long due)
    {
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left > TimeSpan.Zero)
        {
            // Timers count whole milliseconds: rather a little late than early, or the distance would not be what was told.
            await Task.Delay((int)Math.Ceiling(left.TotalMilliseconds), _stop.Token);
        }
    }
}
