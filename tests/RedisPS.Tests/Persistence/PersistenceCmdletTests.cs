using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Persistence;

public sealed class PersistenceCmdletTests : IClassFixture<StandaloneServer>
{
    private readonly StandaloneServer _server;

    public PersistenceCmdletTests(StandaloneServer server)
    {
        _server = server;
        _ = server.Send("CONFIG", "SET", "save", "", "appendonly", "no", "appendfsync", "everysec");
        _ = server.Send("FLUSHALL");
    }

    [Fact]
    public void What_would_be_lost_is_counted()
    {
        _ = _server.Send("SAVE");
        _ = _server.Send("SET", "key", "1");

        (int code, string output, string errors) = Run("Get-RedisPersistence | Select-Object DataAtRisk, Risk, SaveRulesText", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"DataAtRisk":1,"Risk":"1 changes since the last snapshot would be lost: nothing is saved by itself.","SaveRulesText":"never"}""", output.Trim());
    }

    [Fact]
    public void A_second_run_changes_nothing()
    {
        const string Line = "Set-RedisPersistence -SnapshotPreset HighDurability -AppendOnly $true -AppendFsync always -AutoRewriteMinSize 32mb -Wait -Confirm:$false | Select-Object SaveRulesText, IsAppendOnlyReady, AppendFsync";

        (int code, string output, string errors) = Run(Line, "jsonl");
        (int again, string second, string others) = Run($"$done = {Line.Split('|')[0]}; $done.Changes | Where-Object Changed | Measure-Object | Select-Object Count", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"SaveRulesText":"300 s if 1 changed, 60 s if 10 changed, 30 s if 1000 changed","IsAppendOnlyReady":true,"AppendFsync":"always"}""", output.Trim());
        Assert.Equal((0, ""), (again, others));
        Assert.Equal("""{"Count":0}""", second.Trim());
        Assert.Equal("300 1 60 10 30 1000", Setting("save"));
    }

    [Fact]
    public void WhatIf_changes_nothing_and_says_what_it_would()
    {
        (int code, string output, _) = Run("Set-RedisPersistence -SnapshotRule '900 1','60 5000' -WhatIf");

        Assert.Equal(0, code);
        Assert.Contains("save from '' to '900 1 60 5000'", output, StringComparison.Ordinal);
        Assert.Equal("", Setting("save"));
    }

    [Theory]
    [InlineData("Set-RedisPersistence", "Nothing to set")]
    [InlineData("Set-RedisPersistence -SnapshotRule 'often'", "no rule")]
    public void What_cannot_be_set_is_refused(string line, string expected)
    {
        (int code, _, string errors) = Run(line);

        Assert.Equal(1, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_keeps_nothing_any_more_is_warned_of()
    {
        _ = _server.Send("CONFIG", "SET", "save", "900 1");

        (int code, _, string errors) = Run("Set-RedisPersistence -SnapshotPreset Disabled -Confirm:$false | Out-Null");

        Assert.Equal(0, code);
        Assert.Contains("saves nothing by itself", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_save_returns_when_it_is_done()
    {
        _ = _server.Send("SET", "key", "1");

        (int code, string output, string errors) = Run("Invoke-RedisSave -Wait -Timeout 1m | Select-Object Status, ChangesSince", "csv");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("\"Completed\",\"0\"", output.Trim().Split('\n')[^1].Trim());
    }

    [Fact]
    public void A_save_in_the_foreground_is_asked_about()
    {
        (int code, _, string errors) = Run("Invoke-RedisSave Foreground");
        (int forced, string output, _) = Run("Invoke-RedisSave Foreground -Force | Select-Object Status", "csv");

        Assert.Equal(1, code);
        Assert.Contains("cannot ask", errors, StringComparison.Ordinal);
        Assert.Equal((0, "\"Completed\""), (forced, output.Trim().Split('\n')[^1].Trim()));
    }

    [Fact]
    public void A_user_without_CONFIG_sees_the_rest()
    {
        using HardenedServer server = new();

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis '{server.UrlOf("no-config")}' | Out-Null; Get-RedisPersistence | Select-Object IsAppendOnly, SaveRules, Restrictions", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\"IsAppendOnly\":false,\"SaveRules\":null", output, StringComparison.Ordinal);
        Assert.Contains("CONFIG GET: ", output, StringComparison.Ordinal);
    }

    private string Setting(string name)
    {
        using TestServers.Wire.RawRedis raw = _server.Raw();
        return raw.SendBytes("CONFIG"u8.ToArray(), "GET"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(name)) is IReadOnlyList<object?> { Count: 2 } pair
            ? System.Text.Encoding.UTF8.GetString((byte[])pair[1]!) : "?";
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "table") =>
        ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);
}
