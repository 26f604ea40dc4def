using System.Net;
using System.Net.Sockets;

namespace RedisPS.Core.Service;

/// <summary>A loopback port that nobody listens on, reserved among all processes that ask here, until disposed.</summary>
public sealed class LoopbackPort : IDisposable
{
    // Below the ports that systems give to outgoing connections: a server that is killed finds its port free again.
    private const int First = 17_000;
    private const int Count = 14_000;

    private static int s_next = Random.Shared.Next(Count);

    private readonly Socket _reservation;

    private LoopbackPort(int number, Socket reservation)
    {
        Number = number;
        _reservation = reservation;
    }

    /// <summary>The port.</summary>
    public int Number { get; }

    /// <summary>Finds a free port and reserves it.</summary>
    /// <exception cref="InvalidOperationException">All are taken.</exception>
    public static LoopbackPort Reserve()
    {
        for (int attempt = 0; attempt < Count; attempt++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            if (Bind(port) is not { } reservation)
            {
                continue;
            }

            if (IsFree(port))
            {
                return new LoopbackPort(port, reservation);
            }

            reservation.Dispose();
        }

        throw new InvalidOperationException("No loopback port is free.");
    }

    /// <summary>Whether a server could listen on this port of 127.0.0.1 now.</summary>
    public static bool IsFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Gives the port back.</summary>
    public void Dispose() => _reservation.Dispose();

    /// <summary>
    /// The UDP socket of the same number is the reservation: other processes see it, it does not stand in the
    /// server's way, and the system takes it back when this process dies, however it dies.
    /// </summary>
    private static Socket? Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
