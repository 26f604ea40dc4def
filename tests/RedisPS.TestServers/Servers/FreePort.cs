using RedisPS.Core.Service;

namespace RedisPS.TestServers.Servers;

/// <summary>Hands out loopback ports, none of them to two test servers at a time, in whatever process they are.</summary>
public static class FreePort
{
    private static readonly List<LoopbackPort> s_reservations = [];

    /// <summary>A port that nobody listens on, reserved until this process ends.</summary>
    public static int Next()
    {
        LoopbackPort port = LoopbackPort.Reserve();
        lock (s_reservations)
        {
            s_reservations.Add(port);
        }

        return port.Number;
    }
}
