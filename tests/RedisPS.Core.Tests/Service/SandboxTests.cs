using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Core.Tests.Service;

public sealed class SandboxTests
{
    private static SandboxOptions Options => new() { ServerPath = ServerBinary.Require() };

    [Fact]
    public async Task A_sandbox_answers_with_its_settings_and_leaves_nothing()
    {
        Sandbox sandbox = await Sandbox.StartAsync(Options with { Settings = new Dictionary<string, IReadOnlyList<string>> { ["maxmemory"] = ["10mb"], ["client-output-buffer-limit"] = ["normal 1000000 500000 3", "pubsub 4000000 3000000 6"] } }, CancellationToken.None);
        using (RawRedis raw = RawRedis.Connect(sandbox.Port))
        {
            Assert.Contains("10485760", raw.Send("CONFIG", "GET", "maxmemory"), StringComparison.Ordinal);
            string? limits = raw.Send("CONFIG", "GET", "client-output-buffer-limit");
            Assert.Contains("normal 1000000 500000 3", limits, StringComparison.Ordinal);
            Assert.Contains("pubsub 4000000 3000000 6", limits, StringComparison.Ordinal);
        }

        sandbox.Dispose();

        Assert.True(LoopbackPort.IsFree(sandbox.Port));
        Assert.False(Directory.Exists(sandbox.DataDirectory));
        Assert.DoesNotContain(sandbox, Sandbox.Running);
    }

    [Fact]
    public async Task The_words_of_a_server_that_does_not_start_are_in_the_message()
    {
        HostException error = await Assert.ThrowsAsync<HostException>(() => Sandbox.StartAsync(
            Options with { Settings = new Dictionary<string, IReadOnlyList<string>> { ["maxmemory"] = ["much"] } }, CancellationToken.None));

        Assert.Equal(HostFailure.SandboxFailed, error.Failure);
        Assert.Contains("maxmemory", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bind")]
    [InlineData("BIND")]
    [InlineData("daemonize")]
    [InlineData("dir")]
    public async Task A_setting_that_would_make_it_more_than_a_sandbox_is_refused(string name) => Assert.Equal(
        HostFailure.SettingRefused,
        (await Assert.ThrowsAsync<HostException>(() => Sandbox.StartAsync(
            Options with { Settings = new Dictionary<string, IReadOnlyList<string>> { [name] = ["x"] } }, CancellationToken.None))).Failure);

    [Fact]
    public async Task A_line_break_cannot_smuggle_a_setting_in() => Assert.Equal(
        HostFailure.SettingRefused,
        (await Assert.ThrowsAsync<HostException>(() => Sandbox.StartAsync(
            Options with { Settings = new Dictionary<string, IReadOnlyList<string>> { ["requirepass"] = ["x\nbind 0.0.0.0"] } }, CancellationToken.None))).Failure);

    [Fact]
    public async Task A_password_of_any_characters_is_the_one_that_connects()
    {
        const string Password = "a b\"c\\d'e #ü";
        using Sandbox sandbox = await Sandbox.StartAsync(Options with { Settings = new Dictionary<string, IReadOnlyList<string>> { ["requirepass"] = [Password] } }, CancellationToken.None);
        using RedisClient client = await RedisClient.ConnectAsync(sandbox.ConnectionOptions);

        Assert.Equal("PONG", (await client.ExecuteAsync("PING", CancellationToken.None)).AsText());
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_named()
    {
        using Sandbox first = await Sandbox.StartAsync(Options, CancellationToken.None);

        HostException error = await Assert.ThrowsAsync<HostException>(() => Sandbox.StartAsync(Options with { Port = first.Port }, CancellationToken.None));

        Assert.Equal(HostFailure.PortInUse, error.Failure);
    }

    [Fact]
    public async Task Garnet_is_a_sandbox_too()
    {
        IReadOnlyList<ServerProgram> found = await ServerProgram.FindAsync(HostSystem.Current, ServerProduct.Garnet, CancellationToken.None);
        if (found.Count == 0)
        {
            return;
        }

        using Sandbox sandbox = await Sandbox.StartAsync(
            new SandboxOptions { Product = ServerProduct.Garnet, Settings = new Dictionary<string, IReadOnlyList<string>> { ["requirepass"] = ["open sesame"], ["maxmemory"] = ["64mb"] } }, CancellationToken.None);
        using RedisClient client = await RedisClient.ConnectAsync(sandbox.ConnectionOptions);

        Assert.Equal(ServerProduct.Garnet, client.Capabilities.Product);
    }

    [Fact]
    public async Task A_server_is_in_a_session_of_its_own_so_that_an_interrupt_in_the_terminal_does_not_reach_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using Sandbox sandbox = await Sandbox.StartAsync(Options, CancellationToken.None);

        // Field 5 is the process group; the one who starts a session leads its own.
        string stat = await File.ReadAllTextAsync($"/proc/{sandbox.ProcessId}/stat");
        Assert.Equal(sandbox.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[2]);
    }

    [Fact]
    public async Task What_is_no_server_is_refused()
    {
        HostException error = await Assert.ThrowsAsync<HostException>(() => Sandbox.StartAsync(new SandboxOptions { ServerPath = Environment.ProcessPath }, CancellationToken.None));

        Assert.Equal(HostFailure.ServerNotFound, error.Failure);
    }
}
