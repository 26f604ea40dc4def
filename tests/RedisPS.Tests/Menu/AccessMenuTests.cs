using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;
using static RedisPS.Tests.Menu.MenuTerminal;

namespace RedisPS.Tests.Menu;

/// <summary>The menu's screens of users and passwords.</summary>
public sealed class AccessMenuTests
{
    private const string Secret = "Tq7-quite-hidden-44";

    [LinuxFact]
    public void A_user_is_made_from_a_template_with_a_password_that_is_shown_once()
    {
        using StandaloneServer server = new();
        using MenuTerminal menu = Users(server.Url);
        menu.Send("n");
        menu.Sees("Name:");
        menu.Send("bob" + Enter);
        menu.Sees("What is bob for?", "Application", "ReadOnly", "Monitor", "Backup", "Operator");
        menu.Send(Down + Enter);
        menu.Sees("Keys, such as");
        menu.Send("cache:* s:*" + Enter);
        menu.Sees("The password of bob", "Make one");
        menu.Send(Enter);
        menu.Sees("Question", "> New-RedisAclUser 'bob' -Template ReadOnly -KeyPattern 'cache:*','s:*'", "-Password $password -Confirm");
        menu.Send("y");
        menu.Sees("The new password of bob", "It is shown here and now only");
        string password = menu.Text.Split('\n')[3].Trim();
        menu.Send(Escape);
        menu.Sees("> $password = New-RedisPassword", "%R~cache:* %R~s:*");

        Assert.True(password.Length >= 40, password);
        Assert.DoesNotContain(password, menu.Text, StringComparison.Ordinal);
        Assert.True(LogsIn(server, "bob", password));
    }

    [LinuxFact]
    public void A_typed_password_is_asked_twice_and_never_seen()
    {
        using StandaloneServer server = new();
        server.Send("ACL", "SETUSER", "app", "on", ">before", "~*", "+@read");
        using MenuTerminal menu = Users(server.Url);
        menu.Sees("app");
        Password(menu, Down + Enter);
        Type(menu, Secret, "another");
        menu.Sees("The two are not the same");
        Assert.True(LogsIn(server, "app", "before"));

        Password(menu, Down + Enter);
        Type(menu, Secret, Secret);
        menu.Sees("Question", "> Set-RedisPassword -Name 'app' -Password $password -Confirm");
        menu.Send("y");
        menu.Sees("> $password = Read-Host -AsSecureString", "> Get-RedisAclUser");

        Assert.True(LogsIn(server, "app", Secret));
        Assert.False(LogsIn(server, "app", "before"));
    }

    [LinuxFact]
    public void A_second_password_stands_beside_the_first_until_the_change_is_ended()
    {
        using StandaloneServer server = new();
        server.Send("ACL", "SETUSER", "app", "on", ">before", "~*", "+@read");
        using MenuTerminal menu = Users(server.Url);
        menu.Sees("app");
        Password(menu, Down + Down + Down + Enter);
        Type(menu, Secret, Secret);
        menu.Sees("Question", "-Rotate");
        menu.Send("y");
        menu.Sees("Passwords", "> Get-RedisAclUser");
        Assert.True(LogsIn(server, "app", Secret));
        Assert.True(LogsIn(server, "app", "before"));

        menu.Send("p");
        menu.Sees("End the change");
        menu.Send(Enter);
        menu.Sees("The password that stays:");
        menu.Send(Secret + Enter);
        menu.Sees("Question", "-CompleteRotation -Password $password");
        menu.Send("y");
        menu.Sees("> Get-RedisAclUser");

        Assert.True(LogsIn(server, "app", Secret));
        Assert.False(LogsIn(server, "app", "before"));
    }

    [LinuxFact]
    public void A_user_is_looked_at_switched_off_asked_about_and_removed()
    {
        using StandaloneServer server = new();
        server.Send("ACL", "SETUSER", "app", "on", ">before", "~cache:*", "-@all", "+get");
        using MenuTerminal menu = Users(server.Url);
        menu.Sees("app", "~cache:*");
        menu.Send(Enter);
        menu.Sees("User app", "> Get-RedisAclUser 'app' | Format-List", "PasswordCount");
        menu.Send(Escape);
        menu.Sees("── Users");

        menu.Send("m");
        menu.Sees("May app do this?");
        menu.Send("SET cache:1 x" + Enter);
        menu.Sees("> Test-RedisAclPermission 'app' 'SET' 'cache:1' 'x' | Format-List", "Allowed", "False");

        menu.Send("e");
        menu.Sees("Question", "> Set-RedisAclUser 'app' -Disable -Confirm");
        menu.Send("y");
        menu.Sees("off", "> Get-RedisAclUser");
        Assert.Contains("user app off", server.Send("ACL", "LIST"), StringComparison.Ordinal);

        menu.Send("x");
        menu.Sees("Question", "> Remove-RedisAclUser 'app' -Confirm");
        menu.Send("n");
        menu.Sees("Nothing was changed");
        Assert.Contains("user app", server.Send("ACL", "LIST"), StringComparison.Ordinal);
        menu.Send("x");
        menu.Sees("Question");
        menu.Send("y");
        menu.Sees("── Users");
        Assert.DoesNotContain("user app", server.Send("ACL", "LIST"), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void What_was_refused_is_listed_and_cleared_after_a_yes()
    {
        using StandaloneServer server = new();
        Assert.False(LogsIn(server, "nobody-known", "guess"));
        using MenuTerminal menu = Users(server.Url);
        menu.Send("l");
        menu.Sees("> Get-RedisAclLog", "nobody-known");
        menu.Send("x");
        menu.Sees("Question", "> Clear-RedisAclLog -Confirm");
        menu.Send("y");

        menu.Sees("── What was refused");
        menu.SeesNoMore("nobody-known");
    }

    private static bool LogsIn(TestServer server, string user, string password)
    {
        using RawRedis raw = server.Raw();
        try
        {
            return raw.Send("AUTH", user, password) == "OK";
        }
        catch (RawRedisException e) when (e.Message.StartsWith("WRONGPASS", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static MenuTerminal Users(string url)
    {
        MenuTerminal menu = new(url);
        menu.Sees("a  Access", "running");
        menu.Send("a");
        menu.Sees("── Users", "*default");
        return menu;
    }

    private static void Password(MenuTerminal menu, string choice)
    {
        menu.Send("p");
        menu.Sees("The password of app", "Type one beside the old one");
        menu.Send(choice);
        menu.Sees("New password:");
    }

    private static void Type(MenuTerminal menu, string first, string second)
    {
        menu.Send(first);
        menu.Sees(new string('*', first.Length));
        Assert.DoesNotContain(first, menu.Text, StringComparison.Ordinal);
        menu.Send(Enter);
        menu.Sees("The same again:");
        menu.Send(second + Enter);
    }
}
