using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;
using static RedisPS.Tests.Menu.MenuTerminal;

namespace RedisPS.Tests.Menu;

/// <summary>The key screens of the menu, in a terminal.</summary>
public sealed class MenuKeyTests
{
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
}
