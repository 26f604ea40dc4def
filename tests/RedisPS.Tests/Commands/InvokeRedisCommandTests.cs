using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Commands;

public sealed class InvokeRedisCommandTests : IClassFixture<StandaloneServer>
{
    private readonly StandaloneServer _server;

    public InvokeRedisCommandTests(StandaloneServer server) => _server = server;

    [Theory]
    [InlineData("Invoke-RedisCommand MSET 'user:1', 'ann'")]
    [InlineData("Invoke-RedisCommand SET user:1 ann")]
    [InlineData("Invoke-RedisCommand 'SET', 'user:1', 'ann'")]
    [InlineData("Invoke-RedisCommand -CommandLine 'SET \"user:1\" ann'")]
    [InlineData("Invoke-RedisCommand MSET @{ 'user:1' = 'ann' }")]
    public void Every_form_of_arguments_arrives(string line)
    {
        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis {_server.Url} | Out-Null; {line}; Invoke-RedisCommand GET user:1");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["OK", "ann"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void WhatIf_changes_nothing_and_reads_all_the_same()
    {
        (_, string output, _) = ModuleHost.Run($"Connect-Redis {_server.Url} | Out-Null; Invoke-RedisCommand SET whatif:k v -WhatIf; Invoke-RedisCommand EXISTS whatif:k -WhatIf");

        Assert.Contains("What if", output, StringComparison.Ordinal);
        Assert.EndsWith("0", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_reply_is_an_error_and_the_rest_goes_on()
    {
        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis {_server.Url} | Out-Null; Invoke-RedisCommand NOSUCHCOMMAND; Invoke-RedisCommand PING");

        Assert.Equal(1, code);
        Assert.Contains("unknown command", errors, StringComparison.Ordinal);
        Assert.Equal("PONG", output.Trim());
    }
}
