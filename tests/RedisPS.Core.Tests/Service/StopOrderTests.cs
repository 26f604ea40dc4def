using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.TestServers.Hosts;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Service;

/// <summary>What a server is told about saving is for that one stop: when the stop does not happen, the next one must not lose data because of it.</summary>
public sealed class StopOrderTests : IDisposable
{
    private static readonly ServiceAccess s_access = new();
    private static readonly ServiceOptions s_noSave = new() { Timeout = TimeSpan.FromSeconds(20), NoSave = true };

    private readonly TestServer _server = new("save 3600 1");
    private readonly ScriptedHost _machine = new();

    public StopOrderTests() => _server.Send("SET", "a", "1");

    [Fact]
    public async Task A_restart_that_fails_takes_its_order_back()
    {
        ServiceControl control = Systemd("restart) echo 'Job for redis-server.service failed' >&2; exit 1 ;;");
        (RedisService service, StopPlan plan) = await OnlyAsync(control);

        HostException error = await Assert.ThrowsAsync<HostException>(() => control.RestartAsync(service, plan, s_noSave, CancellationToken.None));

        Assert.Equal(HostFailure.ServiceStartFailed, error.Failure);
        Assert.Equal("shutdown-on-sigterm default", Setting("shutdown-on-sigterm"));
    }

    [Fact]
    public async Task A_restart_that_its_manager_only_claims_is_no_restart_and_takes_its_order_back()
    {
        ServiceControl control = Systemd("restart) exit 0 ;;");
        (RedisService service, StopPlan plan) = await OnlyAsync(control);

        HostException error = await Assert.ThrowsAsync<HostException>(() => control.RestartAsync(service, plan, s_noSave, CancellationToken.None));

        Assert.Equal(HostFailure.ServiceStopFailed, error.Failure);
        Assert.Contains("still runs as before", error.Message, StringComparison.Ordinal);
        Assert.Equal("shutdown-on-sigterm default", Setting("shutdown-on-sigterm"));
    }

    [Theory]
    [InlineData(ServiceAction.Stop)]
    [InlineData(ServiceAction.Restart)]
    public async Task A_user_who_stops_it_gets_the_order_taken_back(ServiceAction action)
    {
        Assert.Equal("shutdown-on-sigterm default", await StoppedByUserAsync(action, s_noSave));
    }

    [Theory]
    [InlineData(ServiceAction.Stop)]
    [InlineData(ServiceAction.Restart)]
    public async Task An_order_to_save_stays_when_the_server_may_be_stopping_already(ServiceAction action)
    {
        // The server looks at it up to a tenth of a second after the signal.
        Assert.Equal("shutdown-on-sigterm save", await StoppedByUserAsync(action, s_noSave with { NoSave = false, Save = true }));
    }

    [Fact]
    public async Task An_older_server_gets_its_snapshot_rules_back()
    {
        ServiceControl control = Systemd("stop) exit 1 ;;");
        (RedisService service, StopPlan plan) = await OnlyAsync(control);

        // Before 7.0 the rules themselves are what says whether the server saves when it stops.
        await Assert.ThrowsAsync<HostException>(() => control.StopAsync(service, plan with { TakesOrder = false }, s_noSave, CancellationToken.None));

        Assert.Equal("save 3600 1", Setting("save"));
        Assert.Equal("shutdown-on-sigterm default", Setting("shutdown-on-sigterm"));
    }

    [Fact]
    public async Task Rules_that_could_not_be_put_back_are_not_taken_away()
    {
        ServiceControl control = Systemd("stop) kill $(/bin/cat \"$HERE/pid\"); echo inactive > \"$HERE/state\" ;;");
        (RedisService service, StopPlan plan) = await OnlyAsync(control);

        ServiceChange change = await control.StopAsync(service, plan with { TakesOrder = false, SaveBefore = null }, s_noSave, CancellationToken.None);

        Assert.Contains("was not told not to save", change.Note, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_server.DataDirectory, "dump.rdb")));
    }

    [Fact]
    public async Task A_server_that_was_started_since_is_left_as_it_is()
    {
        ServiceControl control = Systemd("restart) exit 1 ;;");
        (RedisService service, StopPlan plan) = await OnlyAsync(control);
        _server.Send("CONFIG", "SET", "shutdown-on-sigterm", "force");

        await StopOrder.TakeBackAsync(service, plan with { RunId = "0123456789012345678901234567890123456789" }, s_noSave, underWay: false);

        Assert.Equal("shutdown-on-sigterm force", Setting("shutdown-on-sigterm"));
    }

    public void Dispose()
    {
        _server.Dispose();
        _machine.Dispose();
    }

    private async Task<string> StoppedByUserAsync(ServiceAction action, ServiceOptions options)
    {
        ServiceControl control = Systemd("stop|restart) exec /bin/sleep 60 ;;");
        (RedisService service, StopPlan plan) = await OnlyAsync(control);
        using CancellationTokenSource stop = new();
        Task<ServiceChange> work = action == ServiceAction.Stop
            ? control.StopAsync(service, plan, options, stop.Token)
            : control.RestartAsync(service, plan, options, stop.Token);
        while (!_machine.Calls.Any(call => call.EndsWith(" redis-server.service", StringComparison.Ordinal) && !call.StartsWith("systemctl show", StringComparison.Ordinal)))
        {
            Assert.False(work.IsFaulted, work.Exception?.ToString());
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        return Setting("shutdown-on-sigterm");
    }

    private string Setting(string name)
    {
        return string.Join(' ', (_server.Send("CONFIG", "GET", name) ?? "").Split([' ', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries));
    }

    private ServiceControl Systemd(string changes)
    {
        File.WriteAllText(Path.Combine(_machine.Directory, "pid"), $"{_server.ProcessId}");
        _machine.WithFile("/etc/redis/redis.conf", $"port {_server.Port}\n").Program("systemctl", $$"""
            state=$(/bin/cat "$HERE/state" 2>/dev/null || echo active)
            case "$1" in
              is-system-running) echo running ;;
              list-unit-files) echo 'redis-server.service disabled enabled' ;;
              show) echo "Id=redis-server.service"; echo LoadState=loaded; echo "ActiveState=$state"; echo UnitFileState=disabled; echo "MainPID={{_server.ProcessId}}"
                    echo "ExecStart={ path=/usr/bin/redis-server ; argv[]=/usr/bin/redis-server /etc/redis/redis.conf ; ignore_errors=no }" ;;
              {{changes}}
            esac
            """);
        return new ServiceControl(_machine.Host());
    }

    private static async Task<(RedisService Service, StopPlan Plan)> OnlyAsync(ServiceControl control)
    {
        RedisService service = Assert.Single(await control.ListAsync(null, CancellationToken.None), service => service.Provider == ServiceProvider.Systemd);
        return (service, await StopPlan.ReadAsync(service, s_access, CancellationToken.None));
    }
}
