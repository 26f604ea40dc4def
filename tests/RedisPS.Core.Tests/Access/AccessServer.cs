using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.TestServers.Servers;

namespace RedisPS.Core.Tests.Access;

/// <summary>Connections to a server for the tests of this area.</summary>
internal static class AccessServer
{
    public static async Task<RedisConnection> ConnectAsync(
        FileServer server, string? password = null, string? user = null, RedisProtocol protocol = RedisProtocol.Auto, IReadOnlyDictionary<string, string?>? map = null) => new(
        "test",
        await RedisClient.ConnectAsync(new RedisClientOptions
        {
            Endpoint = new("127.0.0.1", server.Port),
            User = user,
            Password = password is null ? null : new RedisSecret(password),
            Protocol = protocol,
            CommandMap = map,
        }),
        ConnectionResolver.Resolve(AddressText.Parse(server.Url)));
}
