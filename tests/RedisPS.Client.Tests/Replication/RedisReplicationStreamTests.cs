using System.Text;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class RedisReplicationStreamTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task The_snapshot_comes_whole_and_the_server_knows_its_place_in_history(string diskless)
    {
        using TestServer server = new($"repl-diskless-sync {diskless}", "repl-diskless-sync-delay 0", "enable-debug-command local", "save \"\"");
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { ReadOnly = true });
        _ = server.Send("DEBUG", "POPULATE", "20000", "key", "200");
        await using RedisReplicationStream snapshot = await client.OpenReplicationAsync();
        Assert.Equal(diskless == "yes", snapshot.Length is null);
        Assert.Equal(40, snapshot.ReplicationId.Length);
        byte[] bytes = await ReadAsync(snapshot, 3000);
        Assert.True(snapshot.IsComplete);
        Assert.Equal(bytes.Length, snapshot.Position);
        if (snapshot.Length is { } announced) { Assert.Equal(announced, bytes.Length); }
        Assert.StartsWith("REDIS00", Encoding.ASCII.GetString(bytes, 0, 9), StringComparison.Ordinal);

        // The end-of-file code, and the eight bytes of the checksum.
        Assert.Equal(0xff, bytes[^9]);
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_is_an_error_and_not_an_end()
    {
        using TestServer server = new("repl-diskless-sync yes", "repl-diskless-sync-delay 0", "enable-debug-command local", "rdb-key-save-delay 100", "save \"\"");
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        _ = server.Send("DEBUG", "POPULATE", "100000", "key", "200");
        await using RedisReplicationStream snapshot = await client.OpenReplicationAsync();
        byte[] buffer = new byte[64 << 10];
        Assert.NotEqual(0, await snapshot.ReadAsync(buffer));
        server.Kill();
        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => ReadAsync(snapshot, 64 << 10));
        Assert.False(snapshot.IsComplete);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(1000)]
    public async Task The_mark_of_the_end_is_found_however_it_is_torn(int piece)
    {
        string mark = new string('a', 20) + new string('b', 20);
        byte[] content = Encoding.ASCII.GetBytes("REDIS0010" + new string('x', 3000) + mark[..39] + new string('a', 50));
        using FakeServer server = Sending($"$EOF:{mark}\r\n", [.. content, .. Encoding.ASCII.GetBytes(mark)], piece);
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        await using RedisReplicationStream snapshot = await client.OpenReplicationAsync();
        Assert.Equal(content, await ReadAsync(snapshot, 1024));
        Assert.True(snapshot.IsComplete);
    }

    [Theory]
    [InlineData("$EOF:short\r\n")]
    [InlineData("$-1\r\n")]
    [InlineData("*1\r\n")]
    public async Task A_header_that_is_none_is_refused(string header)
    {
        using FakeServer server = Sending(header, [1, 2, 3], 3);
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        _ = await Assert.ThrowsAsync<RedisProtocolException>(() => client.OpenReplicationAsync());
    }

    [Fact]
    public async Task A_user_without_the_right_is_told_so()
    {
        using HardenedServer server = new();
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { User = "read-only", Password = new RedisSecret(HardenedServer.Password) });
        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => client.OpenReplicationAsync());
        Assert.Equal("NOPERM", e.Code);
    }

    private static FakeServer Sending(string header, byte[] body, int piece) => new(async connection =>
    {
        while (await connection.GreetAsync() is { } command)
        {
            if (command[0] != "PSYNC")
            {
                await connection.SendAsync("+OK\r\n"u8.ToArray());
                continue;
            }

            await connection.SendAsync(Encoding.ASCII.GetBytes($"\n\n+FULLRESYNC {new string('f', 40)} 42\r\n\n\n{header}"));
            for (int at = 0; at < body.Length; at += piece) { await connection.SendAsync(body[at..Math.Min(body.Length, at + piece)]); }
            await connection.WaitForCloseAsync();
        }
    });

    private static async Task<byte[]> ReadAsync(RedisReplicationStream snapshot, int size)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[size];
        while (await snapshot.ReadAsync(buffer) is > 0 and int count) { all.Write(buffer, 0, count); }
        return all.ToArray();
    }
}
