using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;
using static RedisPS.Tests.Menu.MenuTerminal;

namespace RedisPS.Tests.Menu;

/// <summary>The menu, in a real terminal, on real servers.</summary>
public sealed class MenuTests
{
    [LinuxFact]
    public void Opens_with_the_server_s_state_and_leaves_as_it_came()
    {
        using StandaloneServer server = new();
        server.Send("SET", "a", "1");
        using MenuTerminal menu = new(server.Url);

        menu.Sees(server.EndPoint, "running", "1 key", "> Get-RedisServer", "1  Server", "2  Keys");
        menu.Send("q");

        Assert.Equal(0, menu.ExitCode());
        Assert.True(menu.IsRestored, menu.Text);
    }

    [Fact]
    public void What_draws_it_is_not_loaded_by_a_start_that_shows_no_menu()
    {
        Assert.Equal(0, Runner.RunnerHarness.Run("1").ExitCode);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "Spectre.Console");
    }

    [LinuxFact]
    public void Ctrl_C_leaves_with_130_and_gives_the_terminal_back()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");

        menu.Send(Interrupt);

        Assert.Equal(130, menu.ExitCode());
        Assert.True(menu.IsRestored, menu.Text);
    }

    [LinuxFact]
    public void A_termination_gives_the_terminal_back()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");

        menu.Signal(15);

        Assert.Equal(130, menu.ExitCode());
        Assert.True(menu.IsRestored, menu.Text);
    }

    [LinuxTheory]
    [InlineData("1", "UsedMemory", "> Get-RedisServer | Format-List")]
    [InlineData("3", "db0", "> Get-RedisDatabase -IncludeEmpty")]
    [InlineData("4", "Used", "> Get-RedisMemoryStat")]
    [InlineData("5", "Server", "> Get-RedisPersistence")]
    [InlineData("6", "total_commands_processed", "> Get-RedisInfo -Section stats")]
    [InlineData("7", "active-expire-effort", "> Get-RedisConfig '*'")]
    [InlineData("0", "CommandCount", "> Get-RedisCapability | Format-List")]
    [InlineData("9", "Installation", "> Get-RedisInstallation")]
    [InlineData("c", "Connections", "> Get-RedisConnection")]
    public void A_screen_shows_its_line_and_goes_back(string key, string text, string line)
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");

        menu.Send(key);
        menu.Sees(text, line);
        menu.Send(Escape);

        menu.Sees("2  Keys", "── RedisPS");
    }

    [LinuxFact]
    public void Rates_are_shown_from_the_second_look_on()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("6");
        menu.Sees("total_commands_processed", "r again shows rates");

        server.Send("PING");
        menu.Send("r");

        menu.Sees("rates over", "/s");
    }

    [LinuxFact]
    public void Another_part_of_the_statistics_is_chosen()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("6");
        menu.Sees("total_commands_processed", "s section");
        menu.Send("s");
        menu.Sees("Which part?", "commandstats");
        menu.Send(Down + Enter);

        menu.Sees("> Get-RedisInfo -Section commandstats", "µs a call", "hello");
    }

    [LinuxTheory]
    [InlineData(60, 20)]
    [InlineData(40, 12)]
    public void Every_key_of_a_screen_is_seen_however_narrow_it_is(int width, int height)
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url, width, height);
        menu.Sees("2  Keys", server.EndPoint);
        menu.Send("4");

        menu.Sees("m use", "l largest", "n no expiry", "i idle", "e policies", "x limit", "p policy", "o purge", "r refresh", "Esc back");
    }

    [LinuxFact]
    public void What_does_not_fit_is_announced_and_scrolled_to()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url, 60, 20);
        menu.Sees("2  Keys", server.EndPoint);
        menu.Send("1");
        menu.Sees("── Server", "↓ ", "ConnectionName");
        menu.Send(Down);
        menu.Sees("↑ 1 ");
        menu.Send(End);
        menu.SeesNoMore("↓ ");
        menu.Send(Up);
        menu.Sees("↓ 1 ");
    }

    [LinuxFact]
    public void The_memory_limit_and_the_policy_are_set_after_a_yes()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("4");
        menu.Sees("> Get-RedisMemoryStat", "Esc back");
        menu.Send("x");
        menu.Sees("New limit");
        menu.Send("100mb" + Enter);
        menu.Sees("Question", "> Set-RedisMaxMemory '100mb' -Confirm");
        menu.Send("n");
        menu.Sees("Nothing was changed");
        menu.Send("p");
        menu.Sees("Eviction policy", "allkeys-lru", "noeviction");
        menu.Send(Down + Enter);
        menu.Sees("Question");
        menu.Send("y");

        menu.Sees("> Set-RedisEvictionPolicy 'allkeys-", "Esc back");
        Assert.Contains("allkeys-", server.Send("CONFIG", "GET", "maxmemory-policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("104857600", server.Send("CONFIG", "GET", "maxmemory"), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_database_is_chosen_and_emptied_after_a_yes()
    {
        using StandaloneServer server = new();
        server.Send("SET", "a", "1");
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("3");
        menu.Sees("*db0", "> Get-RedisDatabase -IncludeEmpty");
        menu.Send("X");
        menu.Sees("Question", "> Clear-RedisDatabase -Database 0 -Confirm");
        menu.Send(Escape);
        menu.Sees("Nothing was changed");
        Assert.Equal("1", server.Send("DBSIZE"));
        menu.Send("X");
        menu.Sees("Question");
        menu.Send("y");
        menu.Sees("0 keys");
        Assert.Equal("0", server.Send("DBSIZE"));

        menu.Send(Down + Enter);
        menu.Sees("*db1", "> Select-RedisDatabase 1");
    }

    [LinuxFact]
    public void A_save_is_made_and_waited_for()
    {
        using StandaloneServer server = new();
        server.Send("SET", "a", "1");
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("5");
        menu.Sees("> Get-RedisPersistence", "b save now");
        menu.Send("b");

        menu.Sees("> Invoke-RedisSave -Wait", "Esc back");
        Assert.Contains("rdb_changes_since_last_save:0", server.Send("INFO", "persistence"), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Keys_are_searched_shown_and_removed_only_after_a_yes()
    {
        using StandaloneServer server = new();
        server.Send("SET", "user:1", "hello world");
        server.Send("SET", "other", "x");
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("2");
        menu.Sees("user:1", "other", "$page = Get-RedisKey '*' -First");

        menu.Send("/");
        menu.Sees("Pattern:");
        menu.Send("user:*" + Enter);
        menu.Sees("Get-RedisKey 'user:*'", "user:1");
        menu.SeesNoMore("other");

        menu.Send(Enter);
        menu.Sees("hello world", "> Get-RedisValue 'user:1'");
        menu.Send(Escape);

        menu.Sees("Get-RedisKey 'user:*'");
        menu.Send("d");
        menu.Sees("Question", "y yes", "> Remove-RedisKey 'user:1' -Confirm", "1 key");
        menu.Send(Enter);
        menu.Send("n");
        menu.Sees("Nothing was changed");
        Assert.Equal("1", server.Send("EXISTS", "user:1"));

        menu.Send("d");
        menu.Sees("Question");
        menu.Send("y");
        menu.Sees("No key matches user:*");
        Assert.Equal("0", server.Send("EXISTS", "user:1"));
        Assert.Equal("1", server.Send("EXISTS", "other"));
    }

    [LinuxFact]
    public void A_pattern_is_removed_with_its_blast_radius_in_the_question()
    {
        using StandaloneServer server = new();
        for (int i = 0; i < 30; i++)
        {
            server.Send("SET", $"cache:{i}", "x");
        }

        server.Send("SET", "kept", "x");
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "31 keys");
        menu.Send("2");
        menu.Sees("Get-RedisKey '*'");
        menu.Send("/");
        menu.Sees("Pattern:");
        menu.Send("cache:*" + Enter);
        menu.Sees("Get-RedisKey 'cache:*'");

        menu.Send("D");
        menu.Sees("Question", "30 keys", "> Remove-RedisKey -Pattern 'cache:*' -Confirm");
        menu.Send("y");

        menu.Sees("No key matches cache:*", "1 key ");
        Assert.Equal("1", server.Send("DBSIZE"));
    }

    [LinuxFact]
    public void Pages_are_turned()
    {
        using StandaloneServer server = new();
        for (int i = 0; i < 30; i++)
        {
            server.Send("SET", $"k:{i}", "x");
        }

        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "30 keys");
        menu.Send("2");
        menu.Sees("from 1 ");
        menu.Send(PageDown);

        menu.Sees("-Skip", "k:");
        menu.SeesNoMore("from 1 ");
    }

    [LinuxFact]
    public void A_time_to_live_is_set_by_a_preset_and_taken_away()
    {
        using StandaloneServer server = new();
        server.Send("SET", "it's", "x");
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("2");
        menu.Sees("it's", "no expiry");

        menu.Send("t");
        menu.Sees("1 minute", "30 days");
        menu.Send(Down + Down + Enter);
        menu.Sees("> Set-RedisTtl '1h' 'it''s'", "Esc back");
        menu.SeesNoMore("no expiry");
        Assert.InRange(int.Parse(server.Send("TTL", "it's")!), 3000, 3600);

        menu.Send("t");
        menu.Sees("30 days");
        menu.Send(Down + Down + Down + Down + Down + Down + Enter);
        menu.Sees("> Set-RedisTtl -Persist 'it''s'", "Esc back");
        Assert.Equal("-1", server.Send("TTL", "it's"));
    }

    [LinuxFact]
    public void A_key_that_is_not_text_is_shown_and_removed_by_its_bytes()
    {
        using StandaloneServer server = new();
        using (RawRedis raw = server.Raw())
        {
            raw.Send("EVAL", "return redis.call('SET', '\\255\\254\\27[2J', 'secret bytes')", "0");
        }

        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "1 key");
        menu.Send("2");
        menu.Sees("\\xff\\xfe");
        menu.Send(Enter);
        menu.Sees("secret bytes", "> $page | Select-Object -Index 0 | Get-RedisValue");
        menu.Send(Escape);
        menu.Sees("from 1");
        menu.Send("d");
        menu.Sees("Question");
        menu.Send("y");

        menu.Sees("No key matches");
        Assert.Equal("0", server.Send("DBSIZE"));
    }

    [LinuxFact]
    public void A_setting_is_changed_and_a_secret_is_never_shown()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("7");
        menu.Sees("active-expire-effort");
        menu.Send("/");
        menu.Sees("Pattern");
        menu.Send("maxmemory" + Enter);
        menu.Sees("Get-RedisConfig 'maxmemory'");
        menu.Send(Enter);
        menu.Sees("New value of maxmemory");
        menu.Send("\u0015100mb" + Enter);
        menu.Sees("> Set-RedisConfig maxmemory '100mb'", "100", "Esc back");
        Assert.Contains("104857600", server.Send("CONFIG", "GET", "maxmemory"), StringComparison.Ordinal);

        menu.Send("/");
        menu.Sees("Pattern");
        menu.Send("\u0015masterauth" + Enter);
        menu.Sees("Get-RedisConfig 'masterauth'");
        menu.Send(Enter);
        menu.Sees("New value of masterauth:");
        menu.Send("hunter2");
        menu.Sees("*******");
        Assert.DoesNotContain("hunter2", menu.Text, StringComparison.Ordinal);
        menu.Send(Enter);
        menu.Sees("> Set-RedisConfig masterauth ***", "Esc back");
        Assert.DoesNotContain("hunter2", menu.Text, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Without_a_server_it_connects_where_it_is_told_with_a_hidden_password()
    {
        using HardenedServer server = new();
        using MenuTerminal menu = new($"redis://127.0.0.1:{FreePort.Next()}");
        menu.Sees("not connected", "Connect-Redis:", "c  Connect");
        menu.Send("2");
        menu.Sees("Keys: not connected");

        menu.Send("c");
        menu.Sees("There is no connection");
        menu.Send("a");
        menu.Sees("Address");
        menu.Send(server.EndPoint + Enter);
        menu.Sees("User");
        menu.Send("cache-only" + Enter);
        menu.Sees("Password");
        menu.Send(HardenedServer.Password);
        menu.Sees("**********");
        Assert.DoesNotContain(HardenedServer.Password, menu.Text, StringComparison.Ordinal);
        menu.Send(Enter);

        menu.Sees("cache-only", server.EndPoint, $"> Connect-Redis 'redis://cache-only:***@{server.EndPoint}'");
        Assert.DoesNotContain(HardenedServer.Password, menu.Text, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_server_killed_meanwhile_is_an_error_on_the_screen_and_not_the_end()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url + "?connectRetry=0");
        menu.Sees("2  Keys", "running");
        menu.Send("2");
        menu.Sees("No key matches");

        server.Kill();
        menu.Send("r");
        menu.Sees("Get-RedisKey:", "Recommendation:", "not answering");
        menu.Send(Escape);
        menu.Sees("── RedisPS", "Recommendation:", "not answering");
        server.Start();
        menu.Send("2");
        menu.Sees("No key matches", "0 keys");
        menu.SeesNoMore("not answering");
        menu.Send(Escape);
        menu.Sees("── RedisPS");
        menu.Send("q");

        Assert.Equal(0, menu.ExitCode());
    }

    [LinuxFact]
    public void Ctrl_C_stops_the_line_that_runs_and_the_menu_goes_on()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url + "?operationTimeout=600s");
        menu.Sees("2  Keys", "running");
        menu.Send("2");
        menu.Sees("No key matches");
        Freeze(server, "-STOP");
        try
        {
            menu.Send("r");
            menu.Sees("Running. Ctrl+C stops it.");
            menu.Send(Interrupt);
            menu.Sees("Interrupted.");
        }
        finally
        {
            Freeze(server, "-CONT");
        }

        menu.Send("r");
        menu.Sees("No key matches");
    }

    [LinuxFact]
    public void Ctrl_C_leaves_what_is_typed_and_not_the_menu()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("2");
        menu.Sees("No key matches");
        menu.Send("/");
        menu.Sees("Pattern:");
        menu.Send("half a pat" + Interrupt);

        menu.Sees("── Keys *", "No key matches");
    }

    [LinuxFact]
    public void Services_are_listed_and_stopped_only_after_a_yes()
    {
        // The first one is a program of its own name; the process list knows a server by that.
        using FileServer server = new FileServer(FileServer.Installed[0]).Write().Start();
        using MenuTerminal menu = new(server.Url, height: 100);
        menu.Sees("8  Service", "running");
        menu.Send("8");
        menu.Sees("> Get-RedisService", "At boot", "Esc back");
        string[] rows = [.. menu.Text.Split('\n').SkipWhile(row => !row.Contains("At boot", StringComparison.Ordinal)).Skip(1)];
        int index = Array.FindIndex(rows, row => row.EndsWith(":" + server.Port, StringComparison.Ordinal));
        string name = rows[index].TrimStart('>', ' ').Split(' ')[0];
        menu.Send(string.Concat(Enumerable.Repeat(Down, index)));
        menu.Sees("> " + name + " ");
        menu.Send("x");
        menu.Sees("Question", $"> Stop-RedisService '{name}' -Confirm");
        menu.Send("n");

        menu.Sees("── Services", "Nothing was changed");
    }

    [LinuxFact]
    public void An_installation_is_planned_without_being_made()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("9  Install", "running");
        menu.Send("9");
        menu.Sees("> Get-RedisInstallation", "P/V/G install");
        menu.Send("g");

        menu.Sees("> Install-Redis Garnet -WhatIf", "P/V/G install");
    }

    [LinuxFact]
    public void Snapshots_are_set_by_a_preset_after_a_yes()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");
        menu.Send("5");
        menu.Sees("s snapshots");
        menu.Send("s");
        menu.Sees("Default", "HighDurability", "Performance", "Disabled");
        menu.Send(Down + Enter);
        menu.Sees("Question", "> Set-RedisPersistence -SnapshotPreset HighDurability -Confirm");
        menu.Send("y");

        menu.Sees("> Get-RedisPersistence", "300 s if 1 changed", "Esc back");
        Assert.Contains("300 1 60 10 30 1000", server.Send("CONFIG", "GET", "save"), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void The_picture_follows_the_size()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "running");

        menu.Resize(120, 40);
        menu.Sees("2  Keys", new string('─', 100));
        menu.Resize(60, 12);

        menu.Sees("Esc back", "── RedisPS");
    }

    [LinuxTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Colours_are_left_out_where_they_are_not_wanted(bool noColor)
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url, noColor: noColor);
        menu.Sees("2  Keys", "running");

        Assert.Equal(noColor, menu.Colors.Count == 0);
    }

    [LinuxFact]
    public void A_sandbox_is_started_and_used()
    {
        using MenuTerminal menu = new($"redis://127.0.0.1:{FreePort.Next()}");
        menu.Sees("not connected", "s  Sandbox");

        menu.Send("s");

        menu.Sees("Start-RedisSandbox", "running", "0 keys");
        menu.Send("q");
        Assert.Equal(0, menu.ExitCode());
    }

    private static void Freeze(TestServer server, string signal)
    {
        using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", [signal, server.ProcessId!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
