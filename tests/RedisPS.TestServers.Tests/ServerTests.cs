using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.TestServers.Tests;

public sealed class ServerTests
{
    [Fact]
    public void A_server_comes_back_on_the_same_port_after_a_kill()
    {
        using StandaloneServer server = new();
        server.Send("SET", "a", "1");

        server.Kill();
        Assert.Throws<IOException>(() => server.Send("PING"));
        server.Start();

        Assert.Equal("0", server.Send("DBSIZE"));
    }

    [Fact]
    public void Disposing_removes_the_data_directory()
    {
        StandaloneServer server = new();
        server.Dispose();

        Assert.False(Directory.Exists(server.DataDirectory));
    }

    [Fact]
    public void The_hardened_server_has_its_renamed_command_and_its_limited_users()
    {
        using HardenedServer server = new();
        using RawRedis raw = RawRedis.Connect(server.Port);

        Assert.Contains("timeout", server.Send(HardenedServer.ConfigName, "GET", "timeout"));
        Assert.StartsWith("NOAUTH", Assert.Throws<RawRedisException>(() => raw.Send("GET", "a")).Message);
        raw.Send("AUTH", "cache-only", HardenedServer.Password);
        Assert.StartsWith("NOPERM", Assert.Throws<RawRedisException>(() => raw.Send("GET", "a")).Message);
        raw.Send("AUTH", "no-config", HardenedServer.Password);
        Assert.StartsWith("NOPERM", Assert.Throws<RawRedisException>(() => raw.Send(HardenedServer.ConfigName, "GET", "timeout")).Message);
    }

    [Fact]
    public void The_TLS_servers_answer_those_whom_they_should()
    {
        using TlsServer open = new();
        using TlsServer strict = TlsServer.RequiringClientCertificate();

        Assert.Equal("PONG", open.Send("PING"));
        Assert.Equal("PONG", strict.Send("PING"));
        using RawRedis stranger = RawRedis.ConnectTls(open.Port, certificate: null);
        Assert.Equal("PONG", stranger.Send("PING"));
        Assert.ThrowsAny<IOException>(() => RawRedis.ConnectTls(strict.Port, certificate: null).Send("PING"));
    }

    [Fact]
    public async Task The_fake_server_reads_commands_and_sends_what_its_script_says()
    {
        using FakeServer fake = new(async connection =>
        {
            string[]? command = await connection.GreetAsync();
            await connection.SendTornAsync("$3\r\none\r\n"u8.ToArray(), 5);
            Assert.Equal("GET key", string.Join(" ", command ?? []));
        });
        using RawRedis raw = RawRedis.Connect(fake.Port);

        Assert.Equal("PONG", await Task.Run(() => raw.Send("PING")));
        Assert.Equal("one", await Task.Run(() => raw.Send("GET", "key")));
    }

    [Fact]
    public async Task The_delay_proxy_delays_a_batch_once_and_not_each_of_its_commands()
    {
        using StandaloneServer server = new();
        using DelayProxy proxy = new(server.Port, TimeSpan.FromMilliseconds(100));
        using RawRedis raw = await Task.Run(() => RawRedis.Connect(proxy.Port));
        long begun = Environment.TickCount64;

        for (int i = 0; i < 100; i++)
        {
            raw.Post("PING");
        }

        await Task.Run(() => raw.Drain(100));

        // Not a measure of speed: one round trip at the least, and far from a hundred of them.
        Assert.InRange(Environment.TickCount64 - begun, 95, 5000);
    }
}
