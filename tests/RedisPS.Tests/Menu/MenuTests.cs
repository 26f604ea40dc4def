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

        // The line at the bottom is still that of the first run until the screen is drawn whole.
        menu.SeesNoMore("Running. Ctrl+C stops it.");
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

    private static void Freeze(TestServer server, string signal)
    {
        using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", [signal, server.ProcessId!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
