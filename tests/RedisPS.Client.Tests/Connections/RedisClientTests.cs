using System.Net;
using System.Net.Sockets;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class RedisClientTests(StandaloneServer server) : IClassFixture<StandaloneServer>
{
    [Fact]
    public async Task RESP2_and_RESP3_give_the_same_answers()
    {
        await using RedisClient three = await RedisClient.ConnectAsync(Options.For(server) with { Database = 3 });
        await using RedisClient two = await RedisClient.ConnectAsync(Options.For(server) with { Database = 3, Protocol = RedisProtocol.Resp2 });
        Assert.Equal((3, 2), (three.Capabilities.Protocol, two.Capabilities.Protocol));
        _ = await three.ExecuteAsync("HSET", default, "h", "f", "1", "g", "2");
        _ = await three.ExecuteAsync("ZADD", default, "z", 1.5, "a", double.PositiveInfinity, "b");
        _ = await three.ExecuteAsync("SADD", default, "s", "m");
        foreach (RedisClient client in new[] { three, two })
        {
            Assert.Equal([("f", 1L), ("g", 2L)], (await client.ExecuteAsync("HGETALL", default, "h")).AsPairs().Select(p => (p.Key.AsText()!, p.Value.AsInteger())));
            Assert.Equal([("a", 1.5), ("b", double.PositiveInfinity)], (await client.ExecuteAsync("ZRANGE", default, "z", 0, -1, "WITHSCORES")).AsPairs().Select(p => (p.Key.AsText()!, p.Value.AsDouble())));
            Assert.Equal("m", (await client.ExecuteAsync("SMEMBERS", default, "s")).AsList().Single().AsText());
            Assert.Equal(1.5, (await client.ExecuteAsync("ZSCORE", default, "z", "a")).AsDouble());
            Assert.True((await client.ExecuteAsync("GET", default, "none")).IsNull);
            Assert.Equal("maxmemory", (await client.ExecuteAsync("CONFIG", default, "GET", "maxmemory")).AsPairs().Single().Key.AsText());
            Assert.Contains("redis_version", (await client.ExecuteAsync("INFO", default, "server")).AsText(), StringComparison.Ordinal);
            Assert.True((await client.ExecuteAsync("EXISTS", default, "h")).AsBoolean());
        }
    }

    [Fact]
    public async Task The_probe_knows_the_server()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        ServerCapabilities known = client.Capabilities;
        Assert.True(known.Product is ServerProduct.Redis or ServerProduct.Valkey);
        Assert.NotNull(known.Version);
        Assert.Equal("standalone", known.Mode);
        Assert.Equal("master", known.Role);
        Assert.Equal(40, known.RunId!.Length);
        Assert.EndsWith(".conf", known.ConfigFile, StringComparison.Ordinal);
        Assert.Equal("default", known.AclUser);
        Assert.True(known.Supports("UNLINK"));
        Assert.True(known.Supports("memory usage"));
        Assert.False(known.Supports("FLY"));
        Assert.False(known.IsManaged);
        Assert.Empty(known.Restrictions);
    }

    [Fact]
    public async Task Many_callers_share_one_connection_and_get_their_own_replies()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { MaxPending = 7 });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                string text = $"{caller}:{i}";
                Assert.Equal(text, (await client.ExecuteAsync("ECHO", default, text)).AsText());
            }
        })));
        Assert.Equal(0, client.Counters.Outstanding);
        Assert.Equal(4000, client.Counters.ReceivedReplies);
        Assert.True(client.Counters.SentBytes > 0 && client.Counters.ReceivedBytes > 0 && client.Counters.LastRoundTrip > TimeSpan.Zero);
    }

    [Fact]
    public async Task Pipelines_larger_than_the_window_answer_in_order_and_keep_errors_as_values()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { MaxPending = 10 });
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async batch =>
        {
            RedisCommand[] commands = Enumerable.Range(0, 101).Select(i => i == 50 ? new RedisCommand("NOSUCH") : new RedisCommand("ECHO", i)).ToArray();
            RespValue[] replies = await client.PipelineAsync(commands);
            Assert.True(replies[50].IsError);
            Assert.Equal("100", replies[100].AsText());
            Assert.Equal(101, replies.Length);
        }));
    }

    [Fact]
    public async Task A_transaction_goes_as_one_pipeline_and_not_in_pieces()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { Database = 4 });
        RespValue[] replies = await client.PipelineAsync([new("MULTI"), new("INCR", "t"), new("INCR", "t"), new("EXEC")]);
        Assert.Equal(2, replies[3].AsList().Count);
        _ = await Assert.ThrowsAsync<RedisConfigurationException>(() => client.ExecuteAsync("MULTI", default));
    }

    [Theory]
    [InlineData("SUBSCRIBE", "x")]
    [InlineData("MONITOR", "")]
    [InlineData("SELECT", "1")]
    [InlineData("CLIENT", "REPLY")]
    public async Task What_would_change_the_connection_for_everybody_is_refused(string name, string argument)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        RedisConfigurationException error = await Assert.ThrowsAsync<RedisConfigurationException>(() => client.ExecuteAsync(name, default, argument));
        Assert.Contains("shared connection", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_database_has_a_client_of_its_own_that_goes_with_its_parent()
    {
        RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        RedisClient other = client.ForDatabase(5);
        Assert.Same(other, client.ForDatabase(5));
        Assert.Same(client, other.ForDatabase(0));
        Assert.Same(client.Counters, other.Counters);
        _ = await other.ExecuteAsync("SET", default, "only-here", "1");
        Assert.True((await client.ExecuteAsync("GET", default, "only-here")).IsNull);
        Assert.Equal("1", (await other.ExecuteAsync("GET", default, "only-here")).AsText());
        Assert.Same(client.Capabilities, other.Capabilities);
        client.Dispose();
        Assert.Equal(RedisClientState.Closed, other.State);
        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => other.ExecuteAsync("PING", default));
    }

    [Fact]
    public async Task A_cancelled_wait_ends_while_the_server_is_blocked_and_the_connection_lives_on()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        using CancellationTokenSource stop = new();
        Task<RespValue> sleeping = client.ExecuteAsync("DEBUG", stop.Token, "SLEEP", 3);
        Task<RespValue> behind = client.ExecuteAsync("ECHO", stop.Token, "dropped");
        await Task.Delay(50);
        Task<string?> asleep = Task.Run(() => server.Send("PING"));
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => behind);
        Assert.False(asleep.IsCompleted);
        Assert.Equal("next", (await client.ExecuteAsync("ECHO", default, "next")).AsText());
        Assert.Equal(0, client.Counters.Reconnects);
    }

    [Fact]
    public async Task Silence_ends_in_a_timeout_and_the_next_command_works()
    {
        using StandaloneServer slow = new();
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(slow) with { OperationTimeout = TimeSpan.FromMilliseconds(300) });
        RedisTimeoutException error = await Assert.ThrowsAsync<RedisTimeoutException>(() => client.ExecuteAsync("DEBUG", default, "SLEEP", 1.5));
        Assert.Equal("DEBUG", error.Command);
        Assert.Equal("PONG", (await client.ExecuteAsync("PING", default)).AsText());
        Assert.Equal(1, client.Counters.Reconnects);
    }

    [Fact]
    public async Task A_command_may_bring_its_own_patience()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { OperationTimeout = TimeSpan.FromMilliseconds(400) });
        Assert.Equal("OK", (await client.ExecuteAsync(new RedisCommand("DEBUG", "SLEEP", 1.2) { Timeout = Timeout.InfiniteTimeSpan })).AsText());
    }

    [Fact]
    public async Task A_blocking_command_holds_nobody_up()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { Database = 6 });
        Task<RespValue> blocked = client.ExecuteAsync("BLPOP", default, "queue", 0);
        Assert.Equal("PONG", (await client.ExecuteAsync("PING", default)).AsText());
        Assert.False(blocked.IsCompleted);
        _ = await client.ExecuteAsync("RPUSH", default, "queue", "job");
        Assert.Equal("job", (await blocked.WaitAsync(TimeSpan.FromSeconds(10))).AsList()[1].AsText());
    }

    [Fact]
    public async Task After_a_restart_the_next_command_works()
    {
        using StandaloneServer fragile = new();
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(fragile));
        string? before = client.Capabilities.RunId;
        fragile.Kill();
        RedisConnectionException down = await Assert.ThrowsAsync<RedisConnectionException>(() => client.ExecuteAsync("SET", default, "k", "v"));
        Assert.NotEmpty(down.Remedy);
        Assert.Equal(RedisClientState.Disconnected, client.State);
        fragile.Start();
        _ = await client.ExecuteAsync("SET", default, "k", "v");
        Assert.Equal("v", (await client.ExecuteAsync("GET", default, "k")).AsText());
        Assert.NotEqual(before, client.Capabilities.RunId);
        Assert.Equal(1, client.Counters.Reconnects);
    }

    [Fact]
    public async Task After_several_failures_commands_fail_fast_until_the_server_is_back()
    {
        using StandaloneServer fragile = new();
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(fragile) with { MaxRetry = 1 });
        fragile.Kill();
        for (int i = 0; i < 5; i++) { _ = await Assert.ThrowsAsync<RedisConnectionException>(() => client.ExecuteAsync("PING", default)); }

        // Whoever connects to this one waits for as long as he is ready to: the command must not.
        using (TcpListener silent = new(IPAddress.Loopback, fragile.Port))
        {
            silent.Start();
            RedisConnectionException error = await Assert.ThrowsAsync<RedisConnectionException>(() => client.ExecuteAsync("SET", default, "k", "v"));
            Assert.Contains("so this command was not tried", error.Message, StringComparison.Ordinal);
        }

        fragile.Start();
        Assert.Equal("PONG", (await client.ExecuteAsync("PING", default)).AsText());
    }

    [Fact]
    public async Task A_large_value_travels_both_ways_unharmed()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { Database = 7 });
        byte[] value = new byte[20_000_000];
        new Random(1).NextBytes(value);
        _ = await client.ExecuteAsync("SET", default, "big", value);
        RespValue[] replies = await client.PipelineAsync([new("GET", "big"), new("STRLEN", "big"), new("GET", "big")]);
        Assert.True(replies[0].Bytes.Span.SequenceEqual(value));
        Assert.Equal(20_000_000, replies[1].AsInteger());
        Assert.True(replies[2].Bytes.Span.SequenceEqual(value));
    }

    [Fact]
    public async Task A_unix_socket_serves_as_well()
    {
        using UnixSocketServer local = new();
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(1) with { Endpoint = RedisEndpoint.Parse(local.SocketPath) });
        Assert.Equal("PONG", (await client.ExecuteAsync("PING", default)).AsText());
        Assert.Equal(local.SocketPath, client.Endpoint.ToString());
    }

    [Fact]
    public async Task An_idle_connection_is_checked_where_that_was_asked_for()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(
            Options.For(server) with { HealthCheckInterval = TimeSpan.FromMilliseconds(100) });
        for (int i = 0; i < 100 && client.Counters.ReceivedReplies < 2; i++) { await Task.Delay(50); }
        Assert.True(client.Counters.ReceivedReplies >= 2);
    }

    [Fact]
    public async Task A_read_only_client_refuses_to_write_on_every_way()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { ReadOnly = true });
        _ = await client.ExecuteAsync("GET", default, "k");
        _ = await client.ExecuteAsync("CONFIG", default, "GET", "save");
        foreach (RedisCommand write in new RedisCommand[] { new("SET", "k", "v"), new("CONFIG", "SET", "maxmemory", 0), new("EVAL", "return 1", 0), new("FLUSHALL") })
        {
            _ = await Assert.ThrowsAsync<RedisConfigurationException>(() => client.ExecuteAsync(write));
            _ = await Assert.ThrowsAsync<RedisConfigurationException>(() => client.PipelineAsync([new("PING"), write]));
        }

        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        _ = Assert.Throws<RedisConfigurationException>(() => bulk.Writer.Raw(RespWriter.Encode("UNLINK", "k")));
        bulk.Writer.Begin(2);
        _ = Assert.Throws<RedisConfigurationException>(() => bulk.Writer.Argument("UNLINK"u8));
        bulk.Writer.Begin(3);
        bulk.Writer.Argument("CONFIG"u8);
        _ = Assert.Throws<RedisConfigurationException>(() => bulk.Writer.Argument("RESETSTAT"u8));
        bulk.Writer.Begin(3);
        bulk.Writer.Argument("MEMORY"u8);
        bulk.Writer.Argument("USAGE"u8);
        bulk.Writer.Argument("nothing"u8);
        await bulk.FlushAsync();
        Assert.True((await bulk.Reader.ReadAsync()).IsNull);
    }

    [Fact]
    public async Task The_connection_has_its_name()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { ClientName = "night-shift" });
        Assert.Equal("night-shift", (await client.ExecuteAsync("CLIENT", default, "GETNAME")).AsText());
    }

    [Fact]
    public async Task A_closed_client_says_so_and_fails_what_is_under_way()
    {
        RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        Task<RespValue> waiting = client.ExecuteAsync("DEBUG", default, "SLEEP", 0.3);
        await Task.Delay(50);
        await client.DisposeAsync();
        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => waiting);
        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => client.ExecuteAsync("PING", default));
        Assert.Equal(RedisClientState.Closed, client.State);
    }
}
