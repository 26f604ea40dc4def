using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Server;

public sealed class ServerCmdletTests : IClassFixture<HardenedServer>
{
    private readonly HardenedServer _server;

    public ServerCmdletTests(HardenedServer server) => _server = server;

    [Fact]
    public void A_user_with_all_rights_sees_everything()
    {
        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis '{_server.UrlOf("default")}' | Out-Null; Get-RedisServer", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\"Role\":\"primary\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\"UsedMemoryBytes\":null", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-info")]
    [InlineData("few")]
    [InlineData("no-config")]
    public void A_user_with_few_rights_gets_what_there_is_and_what_is_missing(string user)
    {
        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis '{_server.UrlOf(user)}' | Out-Null; Get-RedisServer; Get-RedisCapability", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(_server.EndPoint, output, StringComparison.Ordinal);
        Assert.Equal(user != "no-config", output.Contains("NOPERM", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_right_is_named()
    {
        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis '{_server.UrlOf("no-info")}' | Out-Null; Get-RedisInfo memory");

        Assert.Equal(1, code);
        Assert.Contains("info", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void One_server_that_fails_does_not_stop_the_other()
    {
        (int code, string output, _) = ModuleHost.Run(
            $"Connect-Redis '{_server.UrlOf("no-info")}' -Name poor | Out-Null; Connect-Redis '{_server.UrlOf("default")}' -Name rich | Out-Null; Get-RedisInfo server -Connection poor, rich", "csv");

        Assert.Equal(1, code);
        Assert.Contains("rich", output, StringComparison.Ordinal);
    }
}
