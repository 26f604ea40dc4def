using RedisPS.Core.Server;
using RedisPS.Core.Service;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Service;

public sealed class StopPlanTests
{
    [Theory]
    [InlineData(0, "0", "", "default", false)]
    [InlineData(5, "1", "", "default", false)]
    [InlineData(5, "0", "3600 1", "default", false)]
    [InlineData(5, "0", "3600 1", "nosave", true)]
    [InlineData(5, "0", "", "default", true)]
    [InlineData(5, "0", "", "save", false)]
    public void What_would_be_lost_follows_from_what_the_server_does_when_it_stops(int changes, string appendOnly, string save, string order, bool loses) => Assert.Equal(
        loses,
        StopPlan.Read(
            ServerInfo.Parse($"# Persistence\r\nrdb_changes_since_last_save:{changes}\r\nrdb_last_bgsave_status:ok\r\naof_enabled:{appendOnly}\r\naof_last_write_status:ok\r\n"),
            new Dictionary<string, string> { ["save"] = save, ["shutdown-on-sigterm"] = order },
            isSentinel: false).LosesData);

    [Fact]
    public void A_last_snapshot_that_failed_means_that_the_server_may_refuse_to_stop()
    {
        StopPlan plan = StopPlan.Read(
            ServerInfo.Parse("# Persistence\r\nrdb_changes_since_last_save:5\r\nrdb_last_bgsave_status:err\r\naof_enabled:0\r\n"), new Dictionary<string, string> { ["save"] = "60 1" }, isSentinel: false);

        Assert.Null(plan.LosesData);
        Assert.Contains("refuses to stop", plan.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_CONFIG_is_told_that_it_is_not_known()
    {
        using HardenedServer server = new();
        server.Send("SET", "a", "1");
        RedisService service = new() { Name = "x", Provider = ServiceProvider.Process, Port = server.Port, Status = ServiceStatus.Running };

        StopPlan plan = await StopPlan.ReadAsync(service, new ServiceAccess("no-config", new Client.RedisSecret(HardenedServer.Password)), CancellationToken.None);

        Assert.Null(plan.LosesData);
        Assert.Equal(1, plan.UnsavedChanges);
        Assert.Contains("may not see its configuration", plan.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_asked_is_not_guessed_about()
    {
        using HardenedServer server = new();
        RedisService service = new() { Name = "x", Provider = ServiceProvider.Process, Port = server.Port, Status = ServiceStatus.Running };

        StopPlan plan = await StopPlan.ReadAsync(service, new ServiceAccess(), CancellationToken.None);

        Assert.False(plan.IsKnown);
        Assert.Null(plan.LosesData);
    }
}
