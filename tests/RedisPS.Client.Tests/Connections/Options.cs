using RedisPS.TestServers.Servers;

namespace RedisPS.Client.Tests;

/// <summary>Options as the tests use them: short waits.</summary>
internal static class Options
{
    public static RedisClientOptions For(int port) => new()
    {
        Endpoint = new RedisEndpoint("127.0.0.1", port),
        RetryBackoff = TimeSpan.FromMilliseconds(20),
    };

    public static RedisClientOptions For(TestServer server) => For(server.Port);

    public static RedisClientOptions For(HardenedServer server, string user) =>
        For(server.Port) with { User = user, Password = new RedisSecret(HardenedServer.Password) };

    public static RedisClientOptions For(TlsServer server) => For(server.Port) with
    {
        Endpoint = new RedisEndpoint("localhost", server.Port),
        Tls = new RedisTlsOptions { CACertificatePath = server.CACertificatePath },
    };
}
