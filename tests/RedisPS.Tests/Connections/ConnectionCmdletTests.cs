using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Connections;

public sealed class ConnectionCmdletTests : IClassFixture<StandaloneServer>
{
    private readonly StandaloneServer _server;

    public ConnectionCmdletTests(StandaloneServer server) => _server = server;

    [Fact]
    public void Connects_and_lists()
    {
        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis {_server.Url}/3 -Name one | Out-Null; Get-RedisConnection", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\"Name\":\"one\"", output, StringComparison.Ordinal);
        Assert.Contains("\"Database\":3", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_connection_the_error_names_the_remedy()
    {
        (int code, _, string errors) = ModuleHost.Run("Get-RedisServer");

        Assert.Equal(3, code);
        Assert.Contains("Connect-Redis", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_where_each_setting_came_from()
    {
        (_, string output, _) = ModuleHost.Run($"Connect-Redis -HostName 127.0.0.1 -Port {_server.Port} -OperationTimeout 5 | Out-Null; Get-RedisConnection -ShowSource", "csv");

        Assert.Contains("parameter -OperationTimeout", output, StringComparison.Ordinal);
        Assert.Contains("5s", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Closing_the_current_connection_chooses_no_other()
    {
        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis {_server.Url} -Name a | Out-Null; Connect-Redis {_server.Url} -Name b | Out-Null; Disconnect-Redis; Get-RedisServer");

        Assert.Equal(3, code);
        Assert.Contains("Select-RedisConnection", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_every_stage()
    {
        (_, string output, _) = ModuleHost.Run($"Test-RedisConnection {_server.Url} -Detailed", "csv");

        foreach (string stage in new[] { "Resolve", "Tcp", "Tls", "Auth", "Ping", "Role", "Loading" })
        {
            Assert.Contains(stage, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Is_only_true_or_false_with_Quiet()
    {
        Assert.Equal("True", ModuleHost.Run($"Test-RedisConnection {_server.Url} -Quiet").Output.Trim());
        Assert.Equal("False", ModuleHost.Run($"Test-RedisConnection 127.0.0.1:{FreePort.Next()} -Quiet").Output.Trim());
    }
}
