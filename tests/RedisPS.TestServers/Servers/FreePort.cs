using System.Net;
using System.Net.Sockets;

namespace RedisPS.TestServers.Servers;

/// <summary>Hands out loopback ports, none of them to two test servers at a time, in whatever process they are.</summary>
public static class FreePort
{
    // Below the ports that systems give to outgoing connections: a server that is killed finds its port free again.
    private const int First = 17_000;
    private const int Count = 14_000;

    private static readonly List<Socket> s_reservations = [];
    private static int s_next = Random.Shared.Next(Count);

    /// <summary>A port that nobody listens on, reserved until this process ends.</summary>
    public static int Next()
    {
        for (int attempt = 0; attempt < Count; attempt++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            if (Reserve(port) is not { } reservation)
            {
                continue;
            }

            if (!IsFree(port))
            {
                reservation.Dispose();
                continue;
            }

            lock (s_reservations)
            {
                s_reservations.Add(reservation);
            }

            return port;
        }

        throw new InvalidOperationException("No loopback port is free.");
    }

    /// <summary>
    /// The UDP socket of the same number is the reservation: other test processes see it, it does not stand in the
    /// server's way, and the system takes it back when this process dies, however it dies.
    /// </summary>
    private static Socket? Reserve(int port)
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

    private static bool IsFree(int port)
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
}
