using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>Which server gives the data, and how current that is.</summary>
public sealed class BackupOriginTests : IDisposable
{
    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_replica_that_follows_gives_the_data_and_its_server_the_name()
    {
        using TestServer primary = new("repl-diskless-sync-delay 0");
        using TestServer replica = new($"replicaof {primary.Host} {primary.Port}");
        await using RedisClient client = await TestClient.ConnectAsync(primary);
        await client.DoAsync("SET", "key", "value");
        await FollowsAsync(client, replica);

        RedisBackup backup = await RunAsync(client, preferReplica: true);

        Assert.Equal((primary.EndPoint, replica.EndPoint, 1L), (backup.Server, backup.Source, backup.Keys));
        Assert.StartsWith(BackupFolder.HostOf(primary.EndPoint), backup.Name, StringComparison.Ordinal);
        Assert.Matches($"^Taken from the replica {replica.EndPoint} of {primary.EndPoint}; its link was up, and it was [0-9,]+ bytes behind\\.$", Assert.Single(backup.Notes));
        Assert.Equal(backup.Source, BackupFolder.Find(backup.Path).Source);
        Assert.Null((await RunAsync(client, preferReplica: false)).Source);
    }

    [Fact]
    public async Task A_replica_that_is_connected_to_says_whether_it_is_current()
    {
        using TestServer primary = new("repl-diskless-sync-delay 0");
        using TestServer replica = new($"replicaof {primary.Host} {primary.Port}");
        await using RedisClient client = await TestClient.ConnectAsync(primary);
        await FollowsAsync(client, replica);
        await using RedisClient direct = await TestClient.ConnectAsync(replica);
        Assert.Contains($"{replica.EndPoint} is a replica of {primary.EndPoint}; its link was up.", (await RunAsync(direct, preferReplica: true)).Notes);

        primary.Kill();
        while (!(await direct.TextAsync("INFO", "replication"))!.Contains("master_link_status:down", StringComparison.Ordinal)) { await Task.Delay(20); }
        RedisBackup stale = await RunAsync(direct, preferReplica: false, BackupMethod.ServerFile);

        Assert.Equal((replica.EndPoint, null), (stale.Server, stale.Source));
        Assert.Contains(stale.Notes, note => note.StartsWith($"No link to its primary: {replica.EndPoint} is a replica of {primary.EndPoint}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("role:slave\r\nmaster_link_status:down\r\nmaster_replid:aa", "has lost its link")]
    [InlineData("role:slave\r\nmaster_link_status:up\r\nmaster_replid:bb", "is a replica of another server")]
    [InlineData("role:master\r\nmaster_replid:aa", "is no replica")]
    public async Task A_server_that_does_not_follow_gives_no_data(string replication, string why)
    {
        // What answers at the address that the primary sees: a replica whose link has just broken, or a server that has nothing to do with it.
        using FakeServer other = Telling(replication);
        using FakeServer primary = Telling($"role:master\r\nmaster_replid:aa\r\nmaster_repl_offset:20\r\nslave0:ip=127.0.0.1,port={other.Port},state=online,offset=14,lag=1");
        await using RedisClient client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", primary.Port) });

        using BackupOrigin origin = await BackupOrigin.FindAsync(client, preferReplica: true, default);

        Assert.Same(client, origin.Client);
        Assert.Null(origin.Replica);
        Assert.Equal($"No replica gave the data, {client.Endpoint} itself did: 127.0.0.1:{other.Port} {why}.", origin.Warning);
    }

    [Fact]
    public async Task Of_two_the_one_that_is_less_behind_is_taken()
    {
        using FakeServer first = Telling("role:slave\r\nmaster_link_status:up\r\nmaster_replid:aa");
        using FakeServer second = Telling("role:slave\r\nmaster_link_status:up\r\nmaster_replid:aa");
        using FakeServer primary = Telling($"role:master\r\nmaster_replid:aa\r\nmaster_repl_offset:2000\r\nslave0:ip=127.0.0.1,port={first.Port},state=online,offset=14,lag=0\r\nslave1:ip=127.0.0.1,port={second.Port},state=online,offset=1990,lag=1\r\nslave2:ip=127.0.0.1,port=1,state=wait_bgsave,offset=2000,lag=0");
        await using RedisClient client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", primary.Port) });

        using BackupOrigin origin = await BackupOrigin.FindAsync(client, preferReplica: true, default);

        Assert.Equal($"Taken from the replica 127.0.0.1:{second.Port} of {client.Endpoint}; its link was up, and it was 10 bytes behind.", origin.Note);
    }

    [Fact]
    public async Task Where_there_is_none_the_server_itself_gives_the_data_and_that_is_said()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        Assert.Equal($"No replica gave the data, {server.EndPoint} itself did: it has none that is online.", Assert.Single((await RunAsync(client, preferReplica: true)).Notes));
        Assert.Empty((await RunAsync(client, preferReplica: false)).Notes);
    }

    private static FakeServer Telling(string replication) => new(async connection =>
    {
        while (await connection.ReadCommandAsync() is { } command)
        {
            string info = command is ["INFO", "replication"] ? replication : "redis_version:7.0.15\r\nloading:0";
            await connection.SendAsync(command[0] switch
            {
                "HELLO" => "-ERR unknown command 'HELLO'\r\n",
                "INFO" => $"${info.Length + 2}\r\n{info}\r\n\r\n",
                "COMMAND" => "*0\r\n",
                "PING" => "+PONG\r\n",
                _ => "+OK\r\n",
            });
        }
    });

    private static async Task FollowsAsync(RedisClient primary, TestServer replica)
    {
        await using RedisClient client = await TestClient.ConnectAsync(replica);
        while (!(await primary.TextAsync("INFO", "replication"))!.Contains("state=online", StringComparison.Ordinal) || await client.SizeAsync() != await primary.SizeAsync()) { await Task.Delay(20); }
    }

    private Task<RedisBackup> RunAsync(RedisClient client, bool preferReplica, BackupMethod method = BackupMethod.Replication) =>
        new BackupRun(client, null, new BackupOptions { Folder = _place.Path, Method = method, PreferReplica = preferReplica }).RunAsync(default);
}
