using System.Diagnostics;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.TestServers.Tests;

public sealed class DelayProxyTests(StandaloneServer server) : IClassFixture<StandaloneServer>
{
    [Fact]
    public async Task Every_reply_is_a_round_trip_later()
    {
        using DelayProxy proxy = new(server.Port, TimeSpan.FromMilliseconds(30));
        using RawRedis raw = await Task.Run(() => RawRedis.Connect(proxy.Port));

        for (int i = 0; i < 5; i++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            await Task.Run(() => raw.Send("PING"));
            Assert.InRange(clock.Elapsed.TotalMilliseconds, 30, 5000);
        }
    }

    [Fact]
    public async Task A_batch_is_delayed_once_and_not_each_of_its_commands()
    {
        using DelayProxy proxy = new(server.Port, TimeSpan.FromMilliseconds(100));
        using RawRedis raw = await Task.Run(() => RawRedis.Connect(proxy.Port));
        Stopwatch clock = Stopwatch.StartNew();

        for (int i = 0; i < 100; i++)
        {
            raw.Post("PING");
        }

        await Task.Run(() => raw.Drain(100));

        // Not a measure of speed: one round trip at the least, and far from a hundred of them.
        Assert.InRange(clock.Elapsed.TotalMilliseconds, 100, 5000);
    }

    [Fact]
    public async Task Much_passes_at_once_and_unharmed()
    {
        using DelayProxy proxy = new(server.Port, TimeSpan.FromMilliseconds(50));
        using RawRedis raw = await Task.Run(() => RawRedis.Connect(proxy.Port));
        string value = new([.. Enumerable.Range(0, 4_000_000).Select(i => (char)('a' + (i % 26)))]);
        Stopwatch clock = Stopwatch.StartNew();

        string? back = await Task.Run(() =>
        {
            raw.Send("SET", "big", value);
            return raw.Send("GET", "big");
        });

        Assert.Equal(value, back);
        Assert.InRange(clock.Elapsed.TotalMilliseconds, 100, 10_000);
    }

    [Fact]
    public async Task The_last_words_of_a_server_still_arrive()
    {
        using FakeServer fake = FakeServer.Answering("-ERR max number of clients reached\r\n"u8.ToArray());
        using DelayProxy proxy = new(fake.Port, TimeSpan.FromMilliseconds(20));
        using RawRedis raw = await Task.Run(() => RawRedis.Connect(proxy.Port));

        Assert.Contains("max number", await Task.Run(() => Assert.Throws<RawRedisException>(() => raw.Send("PING")).Message));
    }
}
