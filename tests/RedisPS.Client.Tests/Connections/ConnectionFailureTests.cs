using System.Text;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class ConnectionFailureTests(HardenedServer hardened, StandaloneServer plain) : IClassFixture<HardenedServer>, IClassFixture<StandaloneServer>
{
    [Fact]
    public async Task An_unknown_host_is_named()
    {
        RedisConnectionException error = await FailAsync(Options.For(1) with { Endpoint = new RedisEndpoint("no-such-host.invalid", 6379) });
        Assert.Equal(ConnectionStage.Resolve, error.Stage);
        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_says_so()
    {
        RedisConnectionException error = await FailAsync(Options.For(FreePort.Next()));
        Assert.Equal(ConnectionStage.Tcp, error.Stage);
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        Assert.Contains("port", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_unix_socket_says_so()
    {
        RedisConnectionException error = await FailAsync(Options.For(1) with { Endpoint = RedisEndpoint.Parse("/nowhere/redis.sock") });
        Assert.Equal(ConnectionStage.Tcp, error.Stage);
        Assert.Contains("/nowhere/redis.sock", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RedisProtocol.Auto)]
    [InlineData(RedisProtocol.Resp2)]
    public async Task A_wrong_password_says_whose_and_does_not_show_it(RedisProtocol protocol)
    {
        RedisConnectionException error = await FailAsync(Options.For(hardened, "app") with { Password = new RedisSecret("wr0ng-Zebra"), Protocol = protocol });
        Assert.Equal(ConnectionStage.Authenticate, error.Stage);
        Assert.Contains("'app'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng-Zebra", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_user_is_turned_away_at_authentication() =>
        Assert.Equal(ConnectionStage.Authenticate, (await FailAsync(Options.For(hardened, "disabled"))).Stage);

    [Fact]
    public async Task A_missing_password_is_asked_for()
    {
        RedisConnectionException error = await FailAsync(Options.For(hardened));
        Assert.Equal(ConnectionStage.Authenticate, error.Stage);
        Assert.Contains("none was given", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_named()
    {
        RedisConnectionException error = await FailAsync(Options.For(plain) with { Database = 99 });
        Assert.Equal(ConnectionStage.Select, error.Stage);
        Assert.Contains("99", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RedisProtocol.Auto)]
    [InlineData(RedisProtocol.Resp2)]
    public async Task A_user_without_a_password_is_that_user_or_nobody(RedisProtocol protocol)
    {
        using StandaloneServer server = new();
        _ = server.Send("ACL", "SETUSER", "look", "on", "nopass", "+@all", "~*");
        _ = server.Send("ACL", "SETUSER", "guarded", "on", ">pw", "+@all", "~*");
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server) with { User = "look", Protocol = protocol });
        Assert.Equal("look", (await client.ExecuteAsync("ACL", default, "WHOAMI")).AsText());
        RedisConnectionException error = await FailAsync(Options.For(server) with { User = "guarded", Protocol = protocol });
        Assert.Equal(ConnectionStage.Authenticate, error.Stage);
        Assert.Contains("password of user 'guarded', and none was given", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_server_is_recognised()
    {
        using FakeServer server = FakeServer.Http();
        RedisConnectionException error = await FailAsync(Options.For(server.Port));
        Assert.Contains("web server", error.Message, StringComparison.Ordinal);
        Assert.Equal(ConnectionStage.Handshake, error.Stage);
    }

    [Fact]
    public async Task Something_else_altogether_is_quoted()
    {
        using FakeServer server = FakeServer.Answering("220 mail ESMTP\r\n"u8.ToArray());
        Assert.Contains("220 mail", (await FailAsync(Options.For(server.Port))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Protected_mode_is_explained()
    {
        using FakeServer server = new(connection => connection.SendAsync("-DENIED Redis is running in protected mode because protected mode is enabled and no password is set.\r\n"));
        RedisConnectionException error = await FailAsync(Options.For(server.Port));
        Assert.Contains("protected mode", error.Message, StringComparison.Ordinal);
        Assert.Contains("requirepass", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_clients_is_explained()
    {
        using TestServer full = new("maxclients 1");
        using var occupant = full.Raw();
        _ = occupant.Send("PING");
        RedisConnectionException error = await FailAsync(Options.For(full));
        Assert.Contains("maximum number of clients", error.Message, StringComparison.Ordinal);
        Assert.Contains("maxclients", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_within_the_timeout()
    {
        using FakeServer server = FakeServer.Silent();
        RedisConnectionException error = await FailAsync(Options.For(server.Port) with { ConnectTimeout = TimeSpan.FromMilliseconds(300), OperationTimeout = Timeout.InfiniteTimeSpan });
        Assert.Contains("said nothing within 0.3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_hangs_up_says_so()
    {
        using FakeServer server = new(connection => connection.ReadSomeAsync());
        RedisConnectionException error = await FailAsync(Options.For(server.Port));
        Assert.Contains("closed the connection without an answer", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Connections);
    }

    [Fact]
    public async Task A_server_that_loads_its_data_is_waited_for_and_then_said()
    {
        using FakeServer server = Loading(int.MaxValue);
        RedisConnectionException error = await FailAsync(Options.For(server.Port) with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(ConnectionStage.Ready, error.Stage);
        Assert.Contains("loading", error.Message, StringComparison.Ordinal);
        Assert.Contains("42", error.Message, StringComparison.Ordinal);
        Assert.True(server.Connections > 1);
    }

    [Fact]
    public async Task A_server_that_has_loaded_meanwhile_is_connected_to()
    {
        using FakeServer server = Loading(5);
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server.Port));
        Assert.Equal(RedisClientState.Connected, client.State);
        Assert.Equal(6, server.Connections);
    }

    [Fact]
    public async Task A_cancelled_attempt_ends_at_once()
    {
        using FakeServer server = FakeServer.Silent();
        using CancellationTokenSource stop = new(100);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RedisClient.ConnectAsync(Options.For(server.Port), stop.Token));
    }

    [Fact]
    public async Task A_server_that_repeats_the_password_in_an_error_does_not_spread_it()
    {
        using FakeServer server = new(async connection =>
        {
            while (await connection.ReadCommandAsync() is { } command)
            {
                await connection.SendAsync($"-ERR unknown command '{command[0]}', with args beginning with: '{string.Join("' '", command.Skip(1))}'\r\n");
            }
        });
        RedisConnectionException error = await FailAsync(Options.For(server.Port) with { Password = new RedisSecret("l3ak-Zebra") });
        Assert.DoesNotContain("l3ak-Zebra", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("l3ak-Zebra")]
    public async Task What_a_stranger_answers_is_told_without_what_a_terminal_obeys(string? password)
    {
        using FakeServer server = new(async connection =>
        {
            while (await connection.ReadCommandAsync() is not null)
            {
                await connection.SendAsync("-ERR \u001b[2Jgone\u0007\r\n");
            }
        });
        RedisConnectionException error = await FailAsync(Options.For(server.Port) with { Password = password is null ? null : new RedisSecret(password) });
        Assert.Contains("\\x1b[2Jgone\\x07", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    internal static async Task<RedisConnectionException> FailAsync(RedisClientOptions options)
    {
        RedisConnectionException error = await Assert.ThrowsAsync<RedisConnectionException>(() => RedisClient.ConnectAsync(options));
        Assert.NotEmpty(error.Remedy);
        Assert.Equal(options.Endpoint, error.Endpoint);
        if (options.Password is { } password)
        {
            Assert.DoesNotContain(password.Reveal(), error + error.Remedy + options, StringComparison.Ordinal);
        }

        return error;
    }

    private static FakeServer Loading(int connectionsUntilReady)
    {
        int connections = 0;
        return new FakeServer(async connection =>
        {
            bool loading = Interlocked.Increment(ref connections) <= connectionsUntilReady;
            while (await connection.ReadCommandAsync() is { } command)
            {
                string info = loading ? "loading:1\r\nloading_loaded_perc:42.00\r\n" : "loading:0\r\n";
                await connection.SendAsync(command[0] switch
                {
                    "HELLO" => "%2\r\n+server\r\n+redis\r\n+role\r\n+master\r\n",
                    "INFO" => $"${Encoding.ASCII.GetByteCount(info)}\r\n{info}\r\n",
                    "COMMAND" => "*1\r\n+get\r\n",
                    _ => "+OK\r\n",
                });
            }
        });
    }
}
