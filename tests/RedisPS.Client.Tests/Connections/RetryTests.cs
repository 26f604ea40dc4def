using RedisPS.TestServers.Network;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class RetryTests
{
    [Fact]
    public async Task A_read_whose_reply_was_lost_is_sent_again()
    {
        int asked = 0;
        using FakeServer server = new(async connection =>
        {
            _ = await connection.GreetAsync();
            if (Interlocked.Increment(ref asked) == 1) { return; }
            await connection.SendAsync("$5\r\nvalue\r\n");
            await connection.WaitForCloseAsync();
        });
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        Assert.Equal("value", (await client.ExecuteAsync("GET", default, "k")).AsText());
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_write_whose_reply_was_lost_is_not_sent_again()
    {
        int asked = 0;
        using FakeServer server = new(async connection =>
        {
            if (await connection.GreetAsync() is not null) { _ = Interlocked.Increment(ref asked); }
        });
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        RedisConnectionException error = await Assert.ThrowsAsync<RedisConnectionException>(() => client.ExecuteAsync("INCR", default, "k"));
        Assert.Equal(ConnectionStage.Established, error.Stage);
        await Task.Delay(100);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_pipeline_of_reads_is_completed_on_a_new_connection_and_one_with_writes_is_not()
    {
        int connections = 0;
        using FakeServer server = new(async connection =>
        {
            bool first = Interlocked.Increment(ref connections) == 1;
            for (string[]? command = await connection.GreetAsync(); command is not null; command = await connection.GreetAsync())
            {
                await connection.SendAsync($"+{command[1]}\r\n");
                if (first) { return; }
            }
        });
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        RespValue[] replies = await client.PipelineAsync([new("GET", "a"), new("GET", "b"), new("GET", "c")]);
        Assert.Equal(["a", "b", "c"], replies.Select(reply => reply.AsText()));

        connections = 0;
        await using RedisClient writer = await RedisClient.ConnectAsync(Options.For(server.Port));
        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => writer.PipelineAsync([new("GET", "a"), new("DEL", "b")]));
    }

    [Theory]
    [InlineData("LOADING Redis is loading the dataset in memory")]
    [InlineData("TRYAGAIN Multiple keys request during rehashing of slot")]
    [InlineData("CLUSTERDOWN The cluster is down")]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.")]
    public async Task Not_yet_is_asked_again_for_writes_too(string reply)
    {
        using FakeServer server = Answering($"-{reply}\r\n", $"-{reply}\r\n", ":1\r\n");
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        Assert.Equal(1, (await client.ExecuteAsync("INCR", default, "k")).AsInteger());
    }

    [Fact]
    public async Task Not_yet_for_ever_comes_out_as_the_server_said_it()
    {
        using FakeServer server = Answering(Enumerable.Repeat("-LOADING Redis is loading\r\n", 20).ToArray());
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port) with { MaxRetry = 2 });
        RedisServerException error = await Assert.ThrowsAsync<RedisServerException>(() => client.ExecuteAsync("INCR", default, "k"));
        Assert.Equal("LOADING", error.Code);
        Assert.Equal(3, client.Counters.ReceivedReplies);
    }

    [Fact]
    public async Task A_busy_server_is_not_asked_again()
    {
        using FakeServer server = Answering("-BUSY Redis is busy running a script\r\n", ":1\r\n");
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        _ = await Assert.ThrowsAsync<RedisServerException>(() => client.ExecuteAsync("INCR", default, "k"));
    }

    [Fact]
    public async Task Replies_torn_at_every_byte_reach_their_callers_whole()
    {
        byte[] reply = "*3\r\n$3\r\nabc\r\n:-12\r\n*1\r\n+x\r\n"u8.ToArray();
        int at = 0;
        using FakeServer server = new(async connection =>
        {
            while (await connection.GreetAsync() is not null) { await connection.SendTornAsync(reply, ++at); }
        });
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        for (int i = 1; i < reply.Length; i++)
        {
            RespValue value = await client.ExecuteAsync("ANY", default);
            Assert.Equal(3, value.Items.Count);
            Assert.Equal(-12, value.Items[1].AsInteger());
        }
    }

    [Fact]
    public async Task A_reply_that_nobody_asked_for_ends_the_connection_with_an_error()
    {
        using FakeServer server = new(async connection =>
        {
            _ = await connection.GreetAsync();
            await connection.SendAsync("+OK\r\n@garbage\r\n");
            await connection.WaitForCloseAsync();
        });
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        Assert.Equal("OK", (await client.ExecuteAsync("GET", default, "k")).AsText());
        for (int i = 0; i < 100 && client.State == RedisClientState.Connected; i++) { await Task.Delay(20); }
        Assert.Equal(RedisClientState.Disconnected, client.State);
    }

    [Fact]
    public async Task Bytes_that_arrive_keep_a_slow_reply_from_timing_out()
    {
        using FakeServer server = new(async connection =>
        {
            _ = await connection.GreetAsync();
            await connection.SendAsync("$15\r\n");
            for (int i = 0; i < 15; i++)
            {
                await Task.Delay(200);
                await connection.SendAsync("x");
            }

            await connection.SendAsync("\r\n");
            await connection.WaitForCloseAsync();
        });
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port) with { OperationTimeout = TimeSpan.FromSeconds(2) });
        Assert.Equal(new string('x', 15), (await client.ExecuteAsync("GET", default, "k")).AsText());
    }

    private static FakeServer Answering(params string[] replies) => new(async connection =>
    {
        foreach (string reply in replies)
        {
            if (await connection.GreetAsync() is null) { return; }
            await connection.SendAsync(reply);
        }

        await connection.WaitForCloseAsync();
    });
}
