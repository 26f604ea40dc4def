using RedisPS.Client;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;

namespace RedisPS.Core.Tests.Keyspace;

/// <summary>Clients of test servers, and the few commands that tests fill them with.</summary>
internal static class TestClient
{
    public static Task<RedisClient> ConnectAsync(TestServer server, int database = 0) => RedisClient.ConnectAsync(For(server) with { Database = database });

    public static Task<RedisClient> ConnectAsync(HardenedServer server, string user) =>
        RedisClient.ConnectAsync(For(server) with { User = user, Password = new RedisSecret(HardenedServer.Password) });

    /// <summary>Through a proxy in front of the server.</summary>
    public static Task<RedisClient> ConnectAsync(TestServer server, TamperProxy proxy) => RedisClient.ConnectAsync(For(server) with { Endpoint = new RedisEndpoint("127.0.0.1", proxy.Port) });

    public static RedisClientOptions For(TestServer server) => new()
    {
        Endpoint = new RedisEndpoint("127.0.0.1", server.Port),
        RetryBackoff = TimeSpan.FromMilliseconds(20),
    };

    public static async Task DoAsync(this RedisClient client, params RedisArgument[] command) =>
        _ = await client.ExecuteAsync(new RedisCommand(command[0].ToString(), command[1..]));

    public static async Task<long> NumberAsync(this RedisClient client, params RedisArgument[] command) =>
        (await client.ExecuteAsync(new RedisCommand(command[0].ToString(), command[1..]))).AsInteger();

    public static async Task<string?> TextAsync(this RedisClient client, params RedisArgument[] command) =>
        (await client.ExecuteAsync(new RedisCommand(command[0].ToString(), command[1..]))).AsText();

    public static Task PopulateAsync(this RedisClient client, int keys, string prefix) => client.DoAsync("DEBUG", "POPULATE", keys, prefix);

    public static async Task<long> SizeAsync(this RedisClient client) => (await client.ExecuteAsync("DBSIZE", default)).Integer;
}
