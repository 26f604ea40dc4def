using RedisPS.TestServers.Servers;
using Xunit;
using static RedisPS.Tests.Menu.MenuTerminal;

namespace RedisPS.Tests.Menu;

/// <summary>The menu says what the server does not have and the user may not do, before it is tried.</summary>
public sealed class RightsMenuTests
{
    [LinuxFact]
    public void A_screen_that_the_user_may_not_use_names_the_right_and_is_not_opened()
    {
        using StandaloneServer server = new();
        string url = UserOf(server, "-@all", "+@read", "+@connection", "+info", "+command", "+scan", "+acl|getuser");
        using MenuTerminal menu = new(url);
        menu.Sees("2  Keys", "Configuration  - this user lacks +config|get", "Access         - this user lacks +acl|list");

        menu.Send("7");
        menu.Sees("Configuration: this user lacks +config|get");

        Assert.DoesNotContain("config", server.Send("ACL", "LOG"), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_key_of_a_screen_is_refused_before_the_question()
    {
        using StandaloneServer server = new();
        server.Send("SET", "a", "1");
        string url = UserOf(server, "+@all", "-unlink", "-pexpire", "-config|set");
        using MenuTerminal menu = new(url);
        menu.Sees("2  Keys", "1 key");
        menu.Send("2");
        menu.Sees("no expiry");
        menu.Send("d");
        menu.Sees("delete: this user lacks +unlink");
        menu.Send("t");
        menu.Sees("TTL: this user lacks +pexpire");
        menu.Send(Escape);
        menu.Sees("── RedisPS");
        menu.Send("7");
        menu.Sees("(read only)", "active-expire-effort");
        menu.Send("p");

        menu.Sees("change and persist: this user lacks +config|set");
        Assert.Equal("1", server.Send("EXISTS", "a"));
    }

    [LinuxFact]
    public void What_could_not_be_known_is_learned_from_the_first_refusal_and_asked_again_after_r()
    {
        using StandaloneServer server = new();
        string url = UserOf(server, "-@all", "+@read", "+@connection", "+info", "-command");
        using MenuTerminal menu = new(url);
        menu.Sees("2  Keys", "running");
        menu.Send("7");
        menu.Sees("NOPERM");
        menu.Send(Escape);
        menu.Sees("── RedisPS", "Configuration  - this user lacks +config|get");

        server.Send("ACL", "SETUSER", "some", "+config|get");
        menu.Send("r");
        menu.SeesNoMore("this user lacks +config|get");
        menu.Send("7");
        menu.Sees("active-expire-effort");
    }

    [LinuxFact]
    public void A_replica_that_takes_no_writes_says_so()
    {
        using StandaloneServer primary = new();
        using StandaloneServer server = new();
        server.Send("REPLICAOF", primary.Host, primary.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using MenuTerminal menu = new(server.Url);
        menu.Sees("replica, read only");
        menu.Send("2");
        menu.Sees("── Keys");
        menu.Send("D");

        menu.Sees("all: this is a read-only replica");
    }

    [LinuxFact]
    public void A_command_that_the_server_withholds_is_named()
    {
        using TestServer server = new("rename-command CONFIG \"\"");
        using MenuTerminal menu = new(server.Url);
        menu.Sees("2  Keys", "Configuration  - this server has no CONFIG");
        menu.Send("7");

        menu.Sees("Configuration: this server has no CONFIG");
    }

    private static string UserOf(TestServer server, params string[] rules)
    {
        server.Send(["ACL", "SETUSER", "some", "on", ">pw", "~*", .. rules]);
        return server.Url.Replace("redis://", "redis://some:pw@", StringComparison.Ordinal);
    }
}
