using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Rdb;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>What can go wrong while a snapshot is on its way.</summary>
public sealed class BackupTransferTests : IDisposable
{
    private static readonly string s_mark = new string('m', 20) + new string('k', 20);

    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_cut_at_any_byte_leaves_nothing(bool diskless)
    {
        byte[] rdb = await BackupPlace.SmallRdbAsync();
        byte[] all = Transfer(diskless ? $"$EOF:{s_mark}" : $"${rdb.Length}", diskless ? [.. rdb, .. Encoding.ASCII.GetBytes(s_mark)] : rdb);
        int cut = all.Length;
        using FakeServer server = Sending(() => all[..cut]);
        await using RedisClient client = await ConnectAsync(server.Port);

        // Uncut, it is a backup; so what follows fails because of the cut.
        RedisBackup earlier = await RunAsync(client, "earlier");
        for (cut = 0; cut < all.Length; cut++)
        {
            Exception e = await Assert.ThrowsAnyAsync<RedisException>(() => RunAsync(client, "later"));
            Assert.True(e is RedisConnectionException or RedisProtocolException, $"cut at {cut}: {e}");
            _place.AssertNothingBut("earlier.rdb");
        }

        Assert.True((await BackupVerifier.TestAsync(earlier)).IsGood);
    }

    [Fact]
    public async Task A_server_that_sends_what_was_damaged_before_is_found_out()
    {
        byte[] rdb = await BackupPlace.SmallRdbAsync();
        byte[] sent = rdb;
        using FakeServer server = Sending(() => Transfer($"${sent.Length}", sent));
        await using RedisClient client = await ConnectAsync(server.Port);
        _ = await RunAsync(client, "earlier");
        for (int at = 0; at < rdb.Length; at += 3)
        {
            sent = [.. rdb];
            sent[at] ^= (byte)(1 << (at % 8));
            BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later"));
            Assert.True(e.Failure is BackupFailure.Damaged or BackupFailure.UnknownFormat, $"byte {at}: {e.Message}");
            _place.AssertNothingBut("earlier.rdb");
        }
    }

    [Fact]
    public async Task A_length_that_cannot_be_is_refused_before_anything_is_written()
    {
        using FakeServer server = Sending(() => Transfer("$9223372036854775807", []));
        await using RedisClient client = await ConnectAsync(server.Port);
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later"));
        Assert.Equal(BackupFailure.NoSpace, e.Failure);
        Assert.Contains("free", e.Message, StringComparison.Ordinal);
        _place.AssertNothingBut();
    }

    [Theory]
    [InlineData("REDIS0010\u00fa\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("REDIS0010\u00fe\u0000\u0000\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("REDIS0010\u00fe\u0000\u0000\u0001k\u0080\u007f\u00ff\u00ff\u00ff")]
    [InlineData("REDIS0010\u00fe\u0000\u0001\u0001k\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("REDIS0010\u00fe\u0000\u0000\u0001k\u00c3\u0004\u0081\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffabcd")]
    public async Task A_length_inside_that_claims_the_world_is_an_error(string text)
    {
        byte[] rdb = Encoding.Latin1.GetBytes(text);
        using FakeServer server = Sending(() => Transfer($"$EOF:{s_mark}", [.. rdb, .. Encoding.ASCII.GetBytes(s_mark)]));
        await using RedisClient client = await ConnectAsync(server.Port);
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later"));
        Assert.Equal(BackupFailure.Damaged, e.Failure);
        _place.AssertNothingBut();
    }

    [Fact]
    public async Task A_snapshot_of_Valkey_9_is_refused_by_name()
    {
        byte[] rdb = Encoding.Latin1.GetBytes("VALKEY080\u00fa\u0001a\u0001b\u00ff" + new string('\0', 8));
        using FakeServer server = Sending(() => Transfer($"${rdb.Length}", rdb));
        await using RedisClient client = await ConnectAsync(server.Port);
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later"));
        Assert.Equal(BackupFailure.UnknownFormat, e.Failure);
        Assert.Contains("Valkey 9", e.Message, StringComparison.Ordinal);
        Assert.Contains("VALKEY080", e.Message, StringComparison.Ordinal);
        _place.AssertNothingBut();
    }

    [Fact]
    public async Task A_snapshot_of_a_newer_Redis_is_not_called_damaged()
    {
        // An array of Redis 8.8, and what a module attached to a key.
        foreach (byte code in new byte[] { 28, RdbOpcode.KeyMetadata })
        {
            byte[] rdb = [.. "REDIS0014"u8, code, 1, (byte)'k', 1, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
            using FakeServer server = Sending(() => Transfer($"${rdb.Length}", rdb));
            await using RedisClient client = await ConnectAsync(server.Port);
            BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later"));
            Assert.Equal(BackupFailure.UnknownFormat, e.Failure);
            Assert.Contains($"does not know the code {code}", e.Message, StringComparison.Ordinal);
            Assert.Contains("-NoVerify", e.Remedy, StringComparison.Ordinal);
            _place.AssertNothingBut();
        }
    }

    [Fact]
    public async Task Silence_ends_with_the_time_that_was_given()
    {
        using FakeServer server = new(async connection =>
        {
            while (await connection.GreetAsync() is { } command && command[0] != "PSYNC") { await connection.SendAsync("+OK\r\n"); }
            await connection.WaitForCloseAsync();
        });
        await using RedisClient client = await ConnectAsync(server.Port);
        BackupOptions options = new() { Folder = _place.Path, Name = "later", Timeout = TimeSpan.FromMilliseconds(300) };
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => new BackupRun(client, null, options).RunAsync(default));
        Assert.Equal(BackupFailure.Timeout, e.Failure);
        _place.AssertNothingBut();
    }

    [Fact]
    public async Task A_transfer_whose_child_is_killed_leaves_nothing()
    {
        using TestServer server = new("rdb-key-save-delay 2000");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { MaxRetry = 0 });
        _ = await RunAsync(client, "earlier");
        await ServerChild.WaitForNoneAsync(server);
        await client.PopulateAsync(20_000, "key");
        Task<RedisBackup> run = RunAsync(client, "later");
        await ServerChild.SignalAsync(server, "USR1");
        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => run);
        _place.AssertNothingBut("earlier.rdb");
    }

    [Fact]
    public async Task A_replica_buffer_that_overflows_cuts_the_transfer_only_where_the_server_keeps_one()
    {
        using TestServer server = new("client-output-buffer-limit replica 100kb 100kb 1", "repl-backlog-size 16kb", "rdb-key-save-delay 300");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { MaxRetry = 0 });
        await client.PopulateAsync(10_000, "key");
        using CancellationTokenSource stop = new();
        Task writer = WriteAsync(server, stop.Token);

        // rdb-only (6.2) tells the server that the writes are not wanted, so that it keeps none.
        Assert.True((await RunAsync(client, "earlier")).IsVerified);

        // A server that does not know it keeps them, and ends the transfer when they are too many.
        using TamperProxy old = new(server.Port, bytes => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("rdb-only", "rdb-none", StringComparison.Ordinal)));
        await using RedisClient through = await ConnectAsync(old.Port);
        RedisConnectionException e = await Assert.ThrowsAsync<RedisConnectionException>(() => RunAsync(through, "later"));
        Assert.NotEmpty(e.Message);
        _place.AssertNothingBut("earlier.rdb");
        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task A_server_that_stopped_its_writes_can_still_be_backed_up()
    {
        using TestServer server = new("save 3600 1");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "1");
        _ = Directory.CreateDirectory(Path.Combine(server.DataDirectory, "dump.rdb", "in the way"));
        await client.DoAsync("BGSAVE");
        while (!(await client.TextAsync("INFO", "persistence"))!.Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal)) { await Task.Delay(20); }
        Assert.Equal("MISCONF", (await Assert.ThrowsAsync<RedisServerException>(() => client.DoAsync("SET", "key", "2"))).Code);
        Assert.Equal(1, (await RunAsync(client, "now")).Keys);
    }

    private static byte[] Transfer(string header, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"+OK\r\n+OK\r\n+FULLRESYNC {new string('f', 40)} 42\r\n{header}\r\n"), .. body];

    // Two replies to REPLCONF, then all the rest to PSYNC; then, or earlier, the connection is closed.
    private static FakeServer Sending(Func<byte[]> transfer) => new(async connection =>
    {
        byte[] bytes = transfer();
        int at = 0;
        for (int asked = 0; await connection.GreetAsync() is { }; asked++)
        {
            int to = asked < 2 ? Math.Min(bytes.Length, at + 5) : bytes.Length;
            await connection.SendAsync(bytes[at..to]);
            at = to;
            if (at == bytes.Length) { return; }
        }
    });

    private static Task<RedisClient> ConnectAsync(int port) =>
        RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", port), MaxRetry = 0, RetryBackoff = TimeSpan.FromMilliseconds(1) });

    private static async Task WriteAsync(TestServer server, CancellationToken stop)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server));
        RedisCommand[] batch = [.. Enumerable.Range(0, 50).Select(i => new RedisCommand("SET", $"filler:{i}", new string('x', 2000)))];
        while (!stop.IsCancellationRequested) { _ = await client.PipelineAsync(batch, default); }
    }

    private Task<RedisBackup> RunAsync(RedisClient client, string name) => new BackupRun(client, null, new BackupOptions { Folder = _place.Path, Name = name }).RunAsync(default);
}
