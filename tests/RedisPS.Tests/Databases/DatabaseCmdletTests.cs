using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Databases;

public sealed class DatabaseCmdletTests : IClassFixture<StandaloneServer>
{
    private readonly StandaloneServer _server;

    public DatabaseCmdletTests(StandaloneServer server) => _server = server;

    [Fact]
    public void A_selected_database_is_where_commands_go()
    {
        (int code, string output, string errors) = ModuleHost.Run(
            $"Connect-Redis {_server.Url} | Out-Null; Select-RedisDatabase 5; Invoke-RedisCommand SET only:here 1 | Out-Null; Select-RedisDatabase 0; Invoke-RedisCommand EXISTS only:here; Invoke-RedisCommand EXISTS only:here -Database 5");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["0", "1"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void A_database_that_is_not_there_changes_nothing()
    {
        (int code, string output, _) = ModuleHost.Run($"Connect-Redis {_server.Url} | Out-Null; Select-RedisDatabase 99; Get-RedisConnection", "jsonl");

        Assert.NotEqual(0, code);
        Assert.Contains("\"Database\":0", output, StringComparison.Ordinal);
    }
}
