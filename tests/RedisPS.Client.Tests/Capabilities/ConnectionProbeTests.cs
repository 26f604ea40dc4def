using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class ConnectionProbeTests(HardenedServer server) : IClassFixture<HardenedServer>
{
    private static readonly string[] s_stages = ["Resolve", "Tcp", "Tls", "Auth", "Ping", "Role", "Loading"];

    [Fact]
    public async Task A_healthy_server_passes_every_stage_with_its_latency()
    {
        IReadOnlyList<StageResult> results = await ConnectionProbe.RunAsync(Options.For(server, "default"));
        Assert.Equal(s_stages, results.Select(result => result.Name));
        Assert.All(results, result => Assert.Equal(result.Name == "Tls" ? StageStatus.Skipped : StageStatus.Passed, result.Status));
        Assert.All(results.Where(result => result.Status == StageStatus.Passed), result => Assert.NotNull(result.Latency));
    }

    [Fact]
    public async Task Encryption_is_a_stage_of_its_own()
    {
        using TlsServer tls = new();
        IReadOnlyList<StageResult> results = await ConnectionProbe.RunAsync(Options.For(tls));
        Assert.All(results, result => Assert.Equal(StageStatus.Passed, result.Status));
        results = await ConnectionProbe.RunAsync(Options.For(tls) with { Tls = new RedisTlsOptions() });
        Assert.Equal([StageStatus.Passed, StageStatus.Passed, StageStatus.Failed, StageStatus.Skipped], results.Take(4).Select(result => result.Status));
        Assert.NotEmpty(results[2].Advice);
    }

    [Fact]
    public async Task A_wrong_password_fails_the_stage_Auth_and_skips_the_rest()
    {
        IReadOnlyList<StageResult> results = await ConnectionProbe.RunAsync(Options.For(server, "app") with { Password = new RedisSecret("wr0ng-Zebra") });
        Assert.Equal(s_stages, results.Select(result => result.Name));
        Assert.Equal(StageStatus.Failed, results[3].Status);
        Assert.NotEmpty(results[3].Advice);
        Assert.All(results.Skip(4), result => Assert.Equal(StageStatus.Skipped, result.Status));
        Assert.DoesNotContain("wr0ng-Zebra", string.Join(' ', results), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_INFO_still_gets_an_answer()
    {
        IReadOnlyList<StageResult> results = await ConnectionProbe.RunAsync(Options.For(server, "few"));
        Assert.Equal([StageStatus.Passed, StageStatus.Passed, StageStatus.Skipped], [results[3].Status, results[4].Status, results[5].Status]);
    }

    [Fact]
    public async Task A_closed_port_and_silence_fail_where_they_happen()
    {
        Assert.Equal(StageStatus.Failed, (await ConnectionProbe.RunAsync(Options.For(FreePort.Next())))[1].Status);
        using FakeServer silent = FakeServer.Silent();
        Assert.Equal(StageStatus.Failed, (await ConnectionProbe.RunAsync(Options.For(silent.Port) with { ConnectTimeout = TimeSpan.FromMilliseconds(300) }))[3].Status);
        Assert.Equal(StageStatus.Failed, (await ConnectionProbe.RunAsync(Options.For(1) with { Endpoint = new RedisEndpoint("no-such-host.invalid", 1) }))[0].Status);
    }
}
