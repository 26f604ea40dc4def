using System.Text.Json;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Memory;

public sealed class MemoryCmdletTests : IClassFixture<HardenedServer>, IClassFixture<StandaloneServer>
{
    private readonly HardenedServer _hardened;
    private readonly StandaloneServer _server;

    public MemoryCmdletTests(HardenedServer hardened, StandaloneServer server)
    {
        _hardened = hardened;
        _server = server;
    }

    [Fact]
    public void Memory_is_one_typed_object()
    {
        _server.Send("SET", "a", "1");

        JsonElement stat = JsonDocument.Parse(Good("Get-RedisMemoryStat", "jsonl")).RootElement;

        foreach (string name in new[] { "UsedBytes", "PeakBytes", "ResidentBytes", "StartupBytes", "DatasetBytes", "OverheadBytes", "TableBytes", "ClientBytes", "SystemBytes", "MaxMemoryBytes", "KeyCount", "BytesPerKey", "AllocatorFragmentationBytes", "EvictedKeys" })
        {
            Assert.True(stat.GetProperty(name).ValueKind == JsonValueKind.Number, name);
        }

        Assert.Equal(stat.GetProperty("UsedBytes").GetInt64(), stat.GetProperty("DatasetBytes").GetInt64() + stat.GetProperty("OverheadBytes").GetInt64());
    }

    [Fact]
    public void A_small_server_has_no_fragmentation_whatever_its_ratio()
    {
        string ratio = _server.Send("INFO", "memory")!.Split("mem_fragmentation_ratio:")[1].Split('\r')[0];
        Assert.True(double.Parse(ratio, System.Globalization.CultureInfo.InvariantCulture) > 1.5, "The server itself reports a high ratio.");

        JsonElement stat = JsonDocument.Parse(Good("Get-RedisMemoryStat", "jsonl")).RootElement;

        Assert.Equal(JsonValueKind.Null, stat.GetProperty("FragmentationRatio").ValueKind);
        JsonElement verdict = stat.GetProperty("Verdicts").EnumerateArray().Single(one => one.GetProperty("Name").GetString() == "Fragmentation");
        Assert.Contains("below 100", verdict.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_without_INFO_gets_what_MEMORY_STATS_says()
    {
        (int code, string output, string errors) = On("no-info", "Get-RedisMemoryStat", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        JsonElement stat = JsonDocument.Parse(output).RootElement;
        Assert.True(stat.GetProperty("UsedBytes").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Null, stat.GetProperty("MaxMemoryBytes").ValueKind);
        Assert.Contains("NOPERM", stat.GetProperty("Restrictions")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-RedisMemoryStat", "info")]
    [InlineData("Get-RedisMaxMemory", "config|get")]
    [InlineData("Get-RedisEvictionPolicy -List", "config|get")]
    [InlineData("Optimize-RedisMemory", "memory|purge")]
    [InlineData("Set-RedisMaxMemory 1gb", "config|get")]
    public void A_user_with_few_rights_is_told_which_is_missing(string line, string right)
    {
        using TestServer server = new("user few on >few ~* &* +ping +get +scan");

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis 'redis://few:few@{server.EndPoint}' | Out-Null; {line}");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(right, errors, StringComparison.Ordinal);
        Assert.Equal("0", server.Send("INFO", "memory")!.Split("\nmaxmemory:")[1].Split('\r')[0]);
    }

    [Fact]
    public void A_renamed_CONFIG_hides_nothing_that_INFO_says()
    {
        Assert.Contains("noeviction", On("default", "Get-RedisMaxMemory; Get-RedisEvictionPolicy").Output, StringComparison.Ordinal);
        Assert.Contains("volatile-ttl", On("default", "Get-RedisEvictionPolicy -List").Output, StringComparison.Ordinal);

        (int code, _, string errors) = On("default", "Set-RedisMaxMemory 1gb");

        Assert.Equal(1, code);
        Assert.Contains("-CommandMap", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_CONFIG_can_be_named()
    {
        (int code, string output, string errors) = ModuleHost.Run(
            $"Connect-Redis '{_hardened.UrlOf("default")}' -CommandMap @{{ CONFIG = '{HardenedServer.ConfigName}' }} | Out-Null; Set-RedisMaxMemory 1gb | ForEach-Object -MemberName MaxMemoryText; Set-RedisMaxMemory -Unlimited | ForEach-Object -MemberName PreviousText");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["1.00 GB", "1.00 GB"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_policies_are_those_of_the_server()
    {
        string offered = Assert.ThrowsAny<Exception>(() => Refused(_server.Send("CONFIG", "SET", "maxmemory-policy", "?"))).Message;

        string[] names = Good("Get-RedisEvictionPolicy -List | ForEach-Object -MemberName Name").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(offered.Split("following:")[1].Split(',', StringSplitOptions.TrimEntries).Order(), names.Order());
        Assert.Equal("noeviction", Good("Get-RedisEvictionPolicy -List | Where-Object IsCurrent | ForEach-Object -MemberName Name").Trim());
    }

    [Fact]
    public void A_policy_that_the_server_does_not_know_changes_nothing_and_names_those_it_does()
    {
        (int code, string output, string errors) = Run("Set-RedisEvictionPolicy lru");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("allkeys-lru", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volatile_policy_without_expiring_keys_is_warned_of()
    {
        using TestServer server = new();
        server.Send("SET", "a", "1");
        string line = $"Connect-Redis '{server.Url}' | Out-Null; Set-RedisEvictionPolicy volatile-lru | Out-Null";

        Assert.Contains("No key has an expiry", ModuleHost.Run(line).Errors, StringComparison.Ordinal);
        server.Send("CONFIG", "SET", "maxmemory-policy", "noeviction");
        server.Send("SET", "b", "1", "EX", "1000");
        Assert.Equal((0, "", ""), ModuleHost.Run(line));
        Assert.Contains("means nothing to the new policy", ModuleHost.Run(line.Replace("volatile-lru", "allkeys-lfu", StringComparison.Ordinal)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_under_which_writes_fail_at_once_is_not_set_without_asking()
    {
        using TestServer server = new("maxmemory 1mb", "maxmemory-policy allkeys-lru", "maxmemory-eviction-tenacity 0");
        server.Send("CONFIG", "SET", "maxmemory", "1");
        string line = $"Connect-Redis '{server.Url}' | Out-Null; Set-RedisEvictionPolicy noeviction";

        (int code, string output, string errors) = ModuleHost.Run(line);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("writes will fail with OOM at once", errors, StringComparison.Ordinal);
        Assert.Equal(0, ModuleHost.Run(line + " -Force").Code);
    }

    [Fact]
    public void Free_pages_are_returned_with_before_and_after()
    {
        JsonElement result = JsonDocument.Parse(Good("Optimize-RedisMemory", "jsonl")).RootElement;

        Assert.True(result.GetProperty("Purged").GetBoolean());
        Assert.True(result.GetProperty("ResidentBytesBefore").GetInt64() > 0);
        Assert.True(result.GetProperty("ResidentBytes").GetInt64() > 0);
        Assert.Contains("What if", Run("Optimize-RedisMemory -WhatIf").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Active_defragmentation_is_on_afterwards_or_it_is_an_error()
    {
        (int code, string output, string errors) = Run("Optimize-RedisMemory -ActiveDefrag On | ForEach-Object -MemberName ActiveDefrag");
        bool can = code == 0;

        Assert.Equal(can ? "True" : "", output.Trim());
        Assert.Equal(!can, errors.Contains("cannot be enabled", StringComparison.Ordinal));
        Assert.Equal(0, Run("Optimize-RedisMemory -ActiveDefrag Off").Code);
    }

    private static void Refused(string? reply)
    {
        if (reply?.StartsWith("ERR", StringComparison.Ordinal) == true)
        {
            throw new InvalidOperationException(reply);
        }
    }

    private string Good(string line, string format = "table")
    {
        (int code, string output, string errors) = Run(line, format);
        Assert.Equal((0, ""), (code, errors));
        return output;
    }

    private (int Code, string Output, string Errors) Run(string line, string format = "table") => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {line}", format);

    private (int Code, string Output, string Errors) On(string user, string line, string format = "table") =>
        ModuleHost.Run($"Connect-Redis '{_hardened.UrlOf(user)}' | Out-Null; {line}", format);
}
