using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Connections;

public sealed class SecretTests : IClassFixture<HardenedServer>
{
    private readonly HardenedServer _server;

    public SecretTests(HardenedServer server) => _server = server;

    [Theory]
    [InlineData("list")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public void A_whole_session_shows_no_password(string format)
    {
        string url = _server.UrlOf("default");
        string wrong = $"redis://default:{HardenedServer.Password}x@{_server.EndPoint}";
        (_, string output, string errors) = ModuleHost.Run(string.Join("; ",
            $"Connect-Redis '{url}' -Name right -Verbose",
            $"Connect-Redis '{wrong}', '{_server.UrlOf("disabled")}', 'redis://u:{HardenedServer.Password}/@h:x' -Verbose",
            $"Connect-Redis '{_server.EndPoint},password={HardenedServer.Password},fancy={HardenedServer.Password}' -Name second -Verbose",
            "Get-RedisConnection",
            "Get-RedisConnection -ShowSource",
            "Get-RedisConnection -IncludeCounter",
            "Test-RedisConnection -Detailed -Verbose",
            $"Test-RedisConnection '{wrong}'",
            "Get-RedisServer -Verbose",
            "Get-RedisCapability -Verbose",
            $"Invoke-RedisCommand AUTH {HardenedServer.Password} -Verbose",
            $"Invoke-RedisCommand ACL SETUSER x '>{HardenedServer.Password}' nonsense -Verbose",
            $"Invoke-RedisCommand {HardenedServer.ConfigName} SET requirepass {HardenedServer.Password} nonsense"), format);

        Assert.DoesNotContain(HardenedServer.Password, output, StringComparison.Ordinal);
        Assert.DoesNotContain(HardenedServer.Password, errors, StringComparison.Ordinal);
        Assert.Contains("right", output, StringComparison.Ordinal);
        Assert.Contains("second", output, StringComparison.Ordinal);
    }
}
