using System.Globalization;
using System.Text.Json;
using RedisPS.Tests.Runner;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Tests.Keyspace;

/// <summary>What the pages of the key cmdlets promise.</summary>
public sealed class KeyCmdletTests : IClassFixture<KeyspaceServer>
{
    private readonly KeyspaceServer _server;

    public KeyCmdletTests(KeyspaceServer server)
    {
        _server = server;
        _server.Empty();
    }

    [Fact]
    public void Patterns_and_conditions_choose_the_keys()
    {
        Fill("a:", 3);
        Fill("b:", 2);
        Fill("c:", 1);
        _server.Send("HSET", "a:hash", "f", "v");

        Assert.Equal(6, _server.Objects("Get-RedisKey 'a:*', 'b:*'").Length);
        Assert.Equal(6, _server.Objects("'a:*', 'b:*' | Get-RedisKey").Length);
        Assert.Equal(3, _server.Objects("Get-RedisKey -Exclude 'a:*'").Length);
        Assert.Equal(2, _server.Objects("Get-RedisKey -Regex '^[ab]:1$'").Length);
        Assert.Single(_server.Objects("Get-RedisKey 'a:*' -Type hash -NameOnly"));
    }

    [Fact]
    public void A_consumer_that_has_enough_stops_the_walk()
    {
        Fill("k", 20_000);
        long before = Commands("scan");

        Assert.Equal(5, _server.Objects("Get-RedisKey -NameOnly | Select-Object -First 5").Length);
        Assert.Equal(5, _server.Objects("Get-RedisKey -First 5").Length);
        Assert.True(Commands("scan") - before < 10, "The walk went on.");
    }

    [Fact]
    public void First_and_skip_cut_the_list()
    {
        Fill("k", 100);

        Assert.Equal(30, _server.Objects("Get-RedisKey -First 30").Length);
        Assert.Equal(90, _server.Objects("Get-RedisKey -Skip 10").Length);
        Assert.Equal(5, _server.Objects("Get-RedisKey -Skip 95 -First 20").Length);
        Assert.Empty(_server.Objects("Get-RedisKey -First 0"));
    }

    [Fact]
    public void A_cursor_goes_on_where_an_earlier_walk_stopped()
    {
        Fill("k", 5000);

        JsonElement[] keys = _server.Objects("Get-RedisKey -First 2000 -CursorVariable at -NameOnly; Get-RedisKey -Cursor $at -NameOnly");

        Assert.Equal(5000, keys.Select(key => key.ToString()).Distinct().Count());
    }

    [Fact]
    public void A_missing_key_is_an_error_that_does_not_end_the_command()
    {
        Fill("k", 1);

        Outcome outcome = _server.Run("Get-RedisKey -Key nope, k0 -NameOnly; Get-RedisTtl nope; Get-RedisValue nope; Remove-RedisKey nope");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("k0", outcome.Output.Trim());
        Assert.Equal(4, outcome.Errors.Split("no key 'nope'").Length - 1);
    }

    [Fact]
    public void A_few_piped_keys_are_removed_without_a_question()
    {
        Fill("k", 20);

        Assert.Equal(0, _server.Run("Get-RedisKey | Remove-RedisKey").ExitCode);
        Assert.Equal("0", _server.Send("DBSIZE"));
    }

    [Theory]
    [InlineData("Get-RedisKey | Remove-RedisKey", 101)]
    [InlineData("Remove-RedisKey -Pattern *", 2)]
    [InlineData("Set-RedisTtl 5m -Pattern *", 2)]
    [InlineData("Rename-RedisKey -From k -To m", 2)]
    [InlineData("Remove-RedisKey k0 -Confirm", 1)]
    public void Where_nobody_can_answer_nothing_is_changed(string line, int count)
    {
        Fill("k", count);

        Outcome outcome = _server.Run(line);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("This needs a confirmation, and this session cannot ask: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("do it with -Force", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(count, Number("DBSIZE"));
        Assert.Equal(-1, Number("TTL", "k0"));
    }

    [Fact]
    public void An_answer_of_no_changes_nothing()
    {
        Fill("k", 3);

        _ = _server.Run("Remove-RedisKey -Pattern *", "N");

        Assert.Equal(3, Number("DBSIZE"));
    }

    [Fact]
    public void Force_does_not_defeat_what_if()
    {
        Fill("k", 3);

        _ = _server.Run("Remove-RedisKey -Pattern * -Force -WhatIf; Get-RedisKey | Remove-RedisKey -Force -WhatIf");

        Assert.Equal(3, Number("DBSIZE"));
    }

    [Fact]
    public void With_force_a_pattern_is_not_looked_at_beforehand()
    {
        Fill("k", 500);
        long before = Commands("memory");

        Assert.Equal(500, _server.Objects("Remove-RedisKey -Pattern 'k*' -Force").Single().GetProperty("Succeeded").GetInt64());
        Assert.Equal(before, Commands("memory"));
    }

    [Fact]
    public void A_cap_bounds_a_removal()
    {
        Fill("k", 50);

        Assert.Equal(10, _server.Objects("Remove-RedisKey -Pattern * -MaxKeys 10 -Force").Single().GetProperty("Succeeded").GetInt64());
        Assert.Equal(40, Number("DBSIZE"));
    }

    [Fact]
    public void Keys_go_back_to_the_database_they_are_from()
    {
        Fill("k", 3);
        _server.Send("SWAPDB", "0", "2");
        Fill("k", 2);

        Assert.Equal("", _server.Run("Get-RedisKey -Database 2 | Remove-RedisKey | Out-Null").Errors);

        Assert.Equal(2, Number("DBSIZE"));
        _server.Send("SWAPDB", "0", "2");
        Assert.Equal(0, Number("DBSIZE"));
    }

    [Fact]
    public void A_time_to_live_that_removes_the_key_is_refused_unless_it_is_meant()
    {
        Fill("k", 1);

        Assert.Equal(1, _server.Run("Set-RedisTtl 0 k0").ExitCode);
        Assert.Equal(1, Number("EXISTS", "k0"));
        Assert.Equal(0, _server.Run("Set-RedisTtl 0 k0 -AllowExpireNow").ExitCode);
        Assert.Equal(0, Number("EXISTS", "k0"));
    }

    [Fact]
    public void Only_keys_without_expiry_get_one_when_asked_so()
    {
        Fill("cache:", 2);
        _server.Send("EXPIRE", "cache:0", "5000");

        Assert.Equal("", _server.Run("Find-RedisKey -NoExpiry -Pattern 'cache:*' | Set-RedisTtl 5m -OnlyIfPersistent; Set-RedisTtl 5m cache:0 -OnlyIfPersistent").Errors);

        Assert.InRange(Number("TTL", "cache:1"), 290, 300);
        Assert.InRange(Number("TTL", "cache:0"), 4900, 5000);
    }

    [Theory]
    [InlineData("5m -OnlyIfPersistent", "Set a time to live of 5m, only where there is none, on 2 keys")]
    [InlineData("5m -Condition LT -Jitter 10%", "Set a time to live of 5m ± 10 %, only where that is earlier, on 2 keys")]
    [InlineData("-ExpiresAt 2100-01-01T00:00:00Z -Condition XX", ", only where there is one, on 2 keys")]
    [InlineData("0 -AllowExpireNow", "Remove, by a time to live of 0s, 2 keys")]
    public void What_would_happen_is_said_with_its_condition(string how, string said)
    {
        Fill("cache:", 2);
        Assert.Contains(said, _server.Run($"Set-RedisTtl {how} -Pattern 'cache:*' -WhatIf").Output, StringComparison.Ordinal);
        Assert.Equal(2, Number("DBSIZE"));
    }

    [Fact]
    public void A_key_that_is_not_there_is_not_shown_where_TYPE_may_not_be_asked()
    {
        _server.Send("SET", "there", "1");
        _server.Send("ACL", "SETUSER", "blind", "on", ">pw", "~*", "+@connection", "+get", "+exists", "+info", "+command");
        string connect = $"Connect-Redis 'redis://blind:pw@{_server.EndPoint}' | Out-Null; ";
        Outcome outcome = RunnerHarness.Run(connect + "@(Get-RedisKey -Key there, nothere -ErrorAction SilentlyContinue).Count");
        Assert.Equal("1", outcome.Output.Trim());
        Assert.Contains("TYPE", outcome.Errors, StringComparison.Ordinal);
        _server.Send("ACL", "SETUSER", "blind", "-exists");
        Assert.Equal(1, RunnerHarness.Run(connect + "Get-RedisKey -Key nothere").ExitCode);
    }

    [Fact]
    public void An_expiry_is_spread_set_at_a_time_and_taken_away()
    {
        Fill("k", 50);

        Assert.Equal("", _server.Run("Set-RedisTtl 1000s -Pattern * -Jitter 10% -Force; Set-RedisTtl -ExpiresAt '2100-01-01T00:00:00Z' k0; Set-RedisTtl -Persist k1").Errors);

        Assert.InRange(Number("TTL", "k0"), 100_000_000, long.MaxValue);
        Assert.Equal(-1, Number("TTL", "k1"));
        long[] lives = Enumerable.Range(2, 48).Select(i => Number("TTL", $"k{i}")).ToArray();
        Assert.All(lives, life => Assert.InRange(life, 980, 1100));
        Assert.True(lives.Distinct().Count() > 10, "They all expire together.");
    }

    [Fact]
    public void A_prefix_is_replaced_and_nothing_is_overwritten()
    {
        Fill("old:", 3);
        Assert.Equal(3, _server.Objects("Rename-RedisKey -From 'old:' -To 'new:' -Force -PassThru").Length);
        Assert.Equal(1, Number("EXISTS", "new:2"));

        Fill("old:", 1);
        Assert.Equal(1, _server.Run("Rename-RedisKey -From 'old:' -To 'new:' -Confirm:$false").ExitCode);
        Assert.Equal(1, Number("EXISTS", "old:0"));
    }

    [Fact]
    public void Names_that_are_taken_are_told_before_anybody_is_asked()
    {
        Fill("old:", 3);
        Fill("new:", 2);

        Outcome refused = _server.Run("Rename-RedisKey -From 'old:' -To 'new:' -WhatIf");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("2 of the new names exist already", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("What if", refused.Output + refused.Errors, StringComparison.Ordinal);

        Outcome forced = _server.Run("Rename-RedisKey -From 'old:' -To 'new:' -Force -WhatIf; Rename-RedisKey old:0 new:1 -WhatIf; Rename-RedisKey old:0 free -WhatIf");
        Assert.Contains("2 of the new names are taken, and those keys are overwritten (e.g. new:0, new:1)", forced.Output.Replace("new:1, new:0", "new:0, new:1", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Rename to new:1, which exists and is overwritten", forced.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Rename to free, which", forced.Output, StringComparison.Ordinal);
        Assert.Contains("Rename to new:1, which exists: nothing is done", _server.Run("Rename-RedisKey old:0 new:1 -IfNotExists -WhatIf").Output, StringComparison.Ordinal);
        Assert.Equal(3 + 2, Number("DBSIZE"));
    }

    [Fact]
    public void A_copy_tells_which_names_are_taken_in_the_other_database()
    {
        Fill("c:", 3);
        Assert.Equal(0, _server.Run("Get-RedisKey 'c:*' -First 1 | Copy-RedisKey -DestinationDatabase 5 | Out-Null").ExitCode);

        Outcome outcome = _server.Run("Get-RedisKey 'c:*' | Copy-RedisKey -DestinationDatabase 5 -WhatIf; Get-RedisKey 'c:*' | Copy-RedisKey -DestinationDatabase 5 -Force -WhatIf");

        Assert.Contains("1 of the new names is taken, and keys are not put over them", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("1 of the new names is taken, and those keys are overwritten", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_narrows_a_prefix()
    {
        Fill("p:", 12);
        Fill("r:", 12);

        Outcome announced = _server.Run("Rename-RedisKey -From 'p:' -To 'q:' -Pattern '*1' -WhatIf");

        Assert.Contains("2 keys", announced.Output + announced.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _server.Run("Rename-RedisKey -From 'p:' -To 'q:' -Pattern '*1' -Force").ExitCode);
        Assert.Equal(1, Number("EXISTS", "q:11"));
        Assert.Equal(1, Number("EXISTS", "p:10"));
    }

    [Fact]
    public void A_name_that_is_taken_is_left_alone()
    {
        Fill("k", 2);

        Outcome outcome = _server.Run("Rename-RedisKey k0 k1 -IfNotExists | Out-Null; Copy-RedisKey k0 k1 | Out-Null");

        Assert.Equal(2, outcome.Errors.Split("a key 'k1' already").Length - 1);
        Assert.Equal("1", _server.Send("GET", "k1"));
        Assert.Equal(0, _server.Run("Copy-RedisKey k0 k1 -Force").ExitCode);
        Assert.Equal("0", _server.Send("GET", "k1"));
    }

    [Fact]
    public void A_user_of_some_keys_is_told_about_the_others_once()
    {
        using HardenedServer hardened = new();
        using (RawRedis raw = hardened.Raw())
        {
            raw.Pipe(Enumerable.Range(0, 20).SelectMany(i => new string[][] { ["SET", $"cache:{i}", "x"], ["SET", $"other:{i}", "x"] }));
        }

        Outcome outcome = KeyspaceServer.RunOn(
            hardened.UrlOf("cache-only"),
            "Get-RedisKey -NameOnly | Measure-Object | Select-Object -ExpandProperty Count; Get-RedisKey | Out-Null; Get-RedisKey 'cache:*' -NameOnly | Remove-RedisKey -Force | Out-Null; Get-RedisKey 'other:*' -NameOnly | Remove-RedisKey -Force | Out-Null");

        Assert.Equal("40", outcome.Output.Trim());
        Assert.Contains("NOPERM", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("19 more keys", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("20 of 20 keys failed", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(HardenedServer.Password, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("20", hardened.Send("DBSIZE"));
    }

    [Fact]
    public void The_largest_keys_come_first()
    {
        Fill("k", 20);
        _server.Send("SET", "big", new string('x', 10_000));
        _server.Send(["RPUSH", "long", .. Enumerable.Range(0, 100).Select(i => $"{i}")]);

        Assert.Equal("big", _server.Objects("Find-RedisKey -Largest 2")[0].GetProperty("Key").GetString());
        Assert.Equal("long", Assert.Single(_server.Objects("Find-RedisKey -Largest 1 -By Length -Type list")).GetProperty("Key").GetString());
    }

    [Fact]
    public void Keys_are_found_by_when_they_expire()
    {
        Fill("k", 3);
        _server.Send("EXPIRE", "k1", "60");
        _server.Send("EXPIRE", "k2", "600000");

        Assert.Equal("k1", Assert.Single(_server.Objects("Find-RedisKey -ExpiringWithin 1h")).GetProperty("Key").GetString());
        Assert.Equal("k2", Assert.Single(_server.Objects("Find-RedisKey -ExpiringAfter 1h")).GetProperty("Key").GetString());
        Assert.Equal("k0", Assert.Single(_server.Objects("Find-RedisKey -NoExpiry")).GetProperty("Key").GetString());
    }

    private void Fill(string prefix, int count)
    {
        using RawRedis raw = _server.Raw();
        raw.Pipe(Enumerable.Range(0, count).Select(i => new[] { "SET", $"{prefix}{i}", i.ToString(CultureInfo.InvariantCulture) }));
    }

    private long Number(params string[] command) => long.Parse(_server.Send(command)!, CultureInfo.InvariantCulture);

    private long Commands(string name) => _server.Send("INFO", "commandstats")!.Split('\n')
        .Where(line => line.StartsWith($"cmdstat_{name}", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split("calls=")[1].Split(',')[0], CultureInfo.InvariantCulture));
}
