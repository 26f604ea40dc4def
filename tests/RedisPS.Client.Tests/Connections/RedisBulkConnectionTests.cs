using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class RedisBulkConnectionTests(StandaloneServer server) : IClassFixture<StandaloneServer>
{
    [Fact]
    public async Task A_walk_sees_every_key_once_read_ahead_or_not()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { Database = 1 });
        _ = await client.ExecuteAsync("DEBUG", default, "POPULATE", 20_000, "walk");
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        Assert.Equal(1, bulk.Database);
        HashSet<RedisKey> seen = [];
        ScanReply page = new();
        ulong cursor = 0;
        do
        {
            bulk.Writer.Begin(4);
            bulk.Writer.Argument(client.MapName("SCAN"));
            bulk.Writer.Argument((long)cursor);
            bulk.Writer.Argument("COUNT"u8);
            bulk.Writer.Argument(1000);
            await bulk.FlushAsync();
            page = await bulk.Reader.ReadScanAsync(page);
            foreach (RedisKey key in page.Keys) { _ = seen.Add(key); }
            cursor = page.Cursor;
        }
        while (cursor != 0);
        Assert.Equal(20_000, seen.Count);
    }

    [Fact]
    public async Task Flushing_does_not_wait_for_ever_when_both_directions_are_full()
    {
        // This server answers before it reads on: whoever only sends comes to a standstill with it.
        using FakeServer stubborn = new(async connection =>
        {
            byte[] reply = [.. "$100000\r\n"u8, .. new byte[100_000], .. "\r\n"u8];
            while (await connection.GreetAsync() is not null) { await connection.SendAsync(reply); }
        });
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(stubborn.Port));
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        byte[] command = RespWriter.Encode("ANY", new byte[50_000]);
        for (int i = 0; i < 300; i++) { bulk.Writer.Raw(command); }
        await bulk.FlushAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, bulk.Writer.BufferedBytes);
        for (int i = 0; i < 300; i++) { Assert.Equal(100_000, (await bulk.Reader.ReadAsync()).Bytes.Length); }
    }

    [Fact]
    public async Task Silence_ends_in_a_timeout()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { OperationTimeout = TimeSpan.FromMilliseconds(300) });
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        bulk.Writer.Raw(RespWriter.Encode("BLPOP", "nothing", 0));
        await bulk.FlushAsync();
        _ = await Assert.ThrowsAsync<RedisTimeoutException>(async () => await bulk.Reader.ReadAsync());
    }

    [Fact]
    public async Task A_cancelled_read_ends_without_a_reply()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        bulk.Writer.Raw(RespWriter.Encode("BLPOP", "nothing", 0));
        await bulk.FlushAsync();
        using CancellationTokenSource stop = new(100);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await bulk.Reader.ReadAsync(stop.Token));
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_is_a_lost_connection()
    {
        using StandaloneServer fragile = new();
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(fragile));
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        bulk.Writer.Raw(RespWriter.Encode("BLPOP", "nothing", 0));
        await bulk.FlushAsync();
        fragile.Kill();
        RedisConnectionException error = await Assert.ThrowsAsync<RedisConnectionException>(async () => await bulk.Reader.ReadAsync());
        Assert.Equal(ConnectionStage.Established, error.Stage);
    }

    [Fact]
    public async Task Disposing_unread_closes_the_socket()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { ClientName = "abandoned" });
        RedisBulkConnection bulk = await client.OpenBulkAsync();
        bulk.Writer.Raw(RespWriter.Encode("DEBUG", "POPULATE", 1));
        await bulk.FlushAsync();
        await bulk.DisposeAsync();
        int left = int.MaxValue;
        for (int i = 0; i < 100 && left > 1; i++)
        {
            await Task.Delay(20);
            left = (await client.ExecuteAsync("CLIENT", default, "LIST")).AsText()!.Split('\n').Count(line => line.Contains("name=abandoned ", StringComparison.Ordinal));
        }

        Assert.Equal(1, left);
    }
}
