using System.Text.RegularExpressions;
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
    public void A_server_that_cannot_start_says_why_and_leaves_nothing_behind()
    {
        // The line that the server rejects, and quotes in its message, names the directory.
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => new TestServer("no-such-setting {dir}"));

        string directory = Regex.Match(failure.Message, "no-such-setting ([^'\\s]+)").Groups[1].Value;
        Assert.NotEmpty(directory);
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public void A_Unix_socket_is_there_when_the_server_is()
    {
        using UnixSocketServer server = new();

        Assert.True(File.Exists(server.SocketPath));
    }

    [Fact]
    public void Any_number_of_commands_can_be_piped()
    {
        using StandaloneServer server = new();
        using RawRedis raw = server.Raw();

        raw.Pipe(Enumerable.Range(0, 25_000).Select(i => new[] { "SET", $"key:{i}", "value" }));
        raw.PipeBytes([["SET"u8.ToArray(), [0xff, 0x00, 0x0a], "binary"u8.ToArray()]]);

        Assert.Equal("25001", server.Send("DBSIZE"));
        Assert.StartsWith("ERR", Assert.Throws<RawRedisException>(() => raw.Pipe([["NO-SUCH-COMMAND"]])).Message);
    }
}
