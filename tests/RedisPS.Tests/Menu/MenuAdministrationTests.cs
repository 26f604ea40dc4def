using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;
using static RedisPS.Tests.Menu.MenuTerminal;

namespace RedisPS.Tests.Menu;

/// <summary>Memory, databases, persistence, settings, services and sandboxes in the menu.</summary>
public sealed class MenuAdministrationTests
{
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
        menu.Sees("The same again:");
        menu.Send("hunter3" + Enter);
        menu.Sees("The two are not the same");
        menu.Send(Enter);
        menu.Sees("New value of masterauth:");
        menu.Send("hunter2" + Enter);
        menu.Sees("The same again:");
        menu.Send("hunter2" + Enter);
        menu.Sees("> Set-RedisConfig masterauth ***", "Esc back");
        Assert.DoesNotContain("hunter2", menu.Text, StringComparison.Ordinal);
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
    public void A_sandbox_is_started_and_used()
    {
        using MenuTerminal menu = new($"redis://127.0.0.1:{FreePort.Next()}");
        menu.Sees("not connected", "s  Sandbox");

        menu.Send("s");

        menu.Sees("Start-RedisSandbox", "running", "0 keys");
        menu.Send("q");
        Assert.Equal(0, menu.ExitCode());
    }
}
