namespace RedisPS.TestServers.Servers;

/// <summary>A server that also listens on a Unix socket.</summary>
public sealed class UnixSocketServer : TestServer
{
    /// <summary>Starts it; the socket lies in the data directory.</summary>
    public UnixSocketServer()
        : base(port: null, ["unixsocket {dir}/redis.sock"])
    {
    }

    /// <summary>The socket's path.</summary>
    public string SocketPath => Path.Combine(DataDirectory, "redis.sock");
}
