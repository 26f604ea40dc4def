using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Configuration;

public sealed class PendingChangeTests : IAsyncLifetime
{
    private readonly FileServer _server = new();
    private RedisClient _client = null!;

    public async Task InitializeAsync()
    {
        _server.Write("user limited on >pw ~* &* +@all -wait").Start();
        _client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", _server.Port) });
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task What_is_not_confirmed_is_undone_on_time()
    {
        PendingChange change = await ChangeAsync(_client, TimeSpan.FromSeconds(1));
        Assert.Equal("77", _server.Setting("timeout"));
        Assert.True(change is { State: PendingChangeState.Pending, IsHeldByServer: true });

        await UntilAsync(() => change.State != PendingChangeState.Pending);

        Assert.Equal((PendingChangeState.Reverted, "0"), (change.State, _server.Setting("timeout")));
        Assert.True(DateTimeOffset.Now >= change.RevertsAt);
        Assert.False(await PendingChanges.ConfirmAsync(change, _client, default));
    }

    [Fact]
    public async Task What_is_confirmed_stays()
    {
        PendingChange change = await ChangeAsync(_client, TimeSpan.FromSeconds(1));

        Assert.True(await PendingChanges.ConfirmAsync(change, _client, default));
        await Task.Delay(1500);

        Assert.Equal((PendingChangeState.Confirmed, "77"), (change.State, _server.Setting("timeout")));
    }

    [Fact]
    public async Task It_is_written_to_the_file_when_it_is_confirmed_and_not_before()
    {
        PendingChange change = await ChangeAsync(_client, TimeSpan.FromSeconds(30), persist: true);
        Assert.DoesNotContain("timeout 77", await File.ReadAllTextAsync(_server.ConfigFile), StringComparison.Ordinal);

        Assert.True(await PendingChanges.ConfirmAsync(change, _client, default));

        Assert.True(change.Persisted);
        Assert.Contains("timeout 77", await File.ReadAllTextAsync(_server.ConfigFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_undoes_it_although_the_session_has_closed_its_connections()
    {
        using RedisClient other = await RedisClient.ConnectAsync(_client.Options);
        PendingChange change = await ChangeAsync(other, TimeSpan.FromSeconds(1));

        other.Dispose();

        await UntilAsync(() => change.State != PendingChangeState.Pending);
        Assert.Equal((PendingChangeState.Reverted, "0"), (change.State, _server.Setting("timeout")));
    }

    [Fact]
    public async Task This_process_undoes_it_where_the_server_does_not_hold_it()
    {
        using RedisClient limited = await RedisClient.ConnectAsync(_client.Options with { User = "limited", Password = new RedisSecret("pw") });
        PendingChange change = await ChangeAsync(limited, TimeSpan.FromSeconds(1));
        Assert.False(change.IsHeldByServer);
        Assert.Equal("77", _server.Setting("timeout"));

        await UntilAsync(() => change.State != PendingChangeState.Pending);

        Assert.Equal((PendingChangeState.Reverted, "0"), (change.State, _server.Setting("timeout")));
    }

    [Fact]
    public async Task This_process_undoes_it_when_the_holding_connection_is_cut()
    {
        PendingChange change = await ChangeAsync(_client, TimeSpan.FromSeconds(2));

        // Both, and the client's as well: everything must be made anew.
        _server.Send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        await UntilAsync(() => change.State != PendingChangeState.Pending);
        Assert.Equal((PendingChangeState.Reverted, "0"), (change.State, _server.Setting("timeout")));
    }

    [Fact]
    public async Task A_change_that_was_refused_is_forgotten()
    {
        PendingChange change = await ChangeAsync(_client, TimeSpan.FromSeconds(1));

        PendingChanges.Abandon(change);
        await Task.Delay(1500);

        Assert.DoesNotContain(change, PendingChanges.All);
        Assert.Equal("77", _server.Setting("timeout"));
    }

    [Fact]
    public async Task A_password_is_undone_too()
    {
        PendingChange change = await ArmAsync(_client, "requirepass", "", TimeSpan.FromSeconds(1), false);
        _server.Send("CONFIG", "SET", "requirepass", "hunter2");
        Assert.ThrowsAny<Exception>(() => _server.Send("PING"));

        await UntilAsync(() => change.State != PendingChangeState.Pending);

        Assert.Equal("PONG", _server.Send("PING"));
    }

    private async Task<PendingChange> ChangeAsync(RedisClient client, TimeSpan after, bool persist = false)
    {
        PendingChange change = await ArmAsync(client, "timeout", "0", after, persist);
        _server.Send("CONFIG", "SET", "timeout", "77");
        return change;
    }

    private static Task<PendingChange> ArmAsync(RedisClient client, string name, string previous, TimeSpan after, bool persist) =>
        PendingChanges.ArmAsync(client, "test", [name], [new RedisCommand("CONFIG", "SET", name, previous)], after, persist, default);

    private static async Task UntilAsync(Func<bool> done)
    {
        for (int i = 0; i < 400 && !done(); i++)
        {
            await Task.Delay(50);
        }
    }
}
