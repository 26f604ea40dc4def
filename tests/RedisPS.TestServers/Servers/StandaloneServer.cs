namespace RedisPS.TestServers.Servers;

/// <summary>A plain server: the one most tests use.</summary>
public sealed class StandaloneServer : TestServer
{
    /// <summary>For xunit's class fixtures.</summary>
    public StandaloneServer()
        : base(port: null, [])
    {
    }
}
