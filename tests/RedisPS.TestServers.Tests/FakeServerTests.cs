using System.Net.Sockets;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.TestServers.Tests;

public sealed class FakeServerTests
{
    [Fact]
    public async Task It_reads_commands_and_sends_what_its_script_says()
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
        Assert.Equal(1, fake.Connections);
    }

    [Fact]
    public async Task What_its_script_asserts_fails_the_test()
    {
        FakeServer fake = new(async connection => Assert.Equal("PING", (await connection.ReadCommandAsync())![0]));
        using RawRedis raw = RawRedis.Connect(fake.Port);

        await Task.Run(() => Assert.Throws<IOException>(() => raw.Send("ECHO", "a")));

        Assert.Contains("PING", Assert.Throws<InvalidOperationException>(fake.Dispose).Message);
    }

    [Fact]
    public async Task A_torn_reply_arrives_in_two_pieces_and_a_reset_cuts_it_off()
    {
        using FakeServer fake = new(async connection =>
        {
            await connection.ReadSomeAsync();
            await connection.SendAsync("$10\r\n12345");
            await Task.Delay(50);
            connection.Reset();
        });
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", fake.Port);
        await socket.SendAsync("PING\r\n"u8.ToArray());

        byte[] buffer = new byte[100];
        Assert.Equal(10, await socket.ReceiveAsync(buffer));
        Assert.Equal(SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(buffer))).SocketErrorCode);
    }

    [Fact]
    public async Task The_silent_one_takes_everything_and_says_nothing()
    {
        using FakeServer fake = FakeServer.Silent();
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", fake.Port);
        await socket.SendAsync("PING\r\n"u8.ToArray());
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await socket.ReceiveAsync(new byte[1], patience.Token));
    }

    [Fact]
    public async Task The_web_server_answers_as_one()
    {
        using FakeServer fake = FakeServer.Http();
        using RawRedis raw = RawRedis.Connect(fake.Port);

        Assert.Contains("HTTP/1.1 400", await Task.Run(() => Assert.Throws<IOException>(() => raw.Send("PING")).Message));
    }
}
