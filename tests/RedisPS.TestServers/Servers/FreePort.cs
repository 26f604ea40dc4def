using System.Net;
using System.Net.Sockets;

namespace RedisPS.TestServers.Servers;

/// <summary>Hands out loopback ports, none of them twice in one process.</summary>
public static class FreePort
{
    private static readonly HashSet<int> s_given = [];

    /// <summary>A port that nobody listened on a moment ago.</summary>
    public static int Next()
    {
        while (true)
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (s_given)
            {
                if (s_given.Add(port))
                {
                    return port;
                }
            }
        }
    }
}
