using RedisPS.TestServers.Servers;
using Xunit;
using static RedisPS.Tests.Menu.MenuTerminal;

namespace RedisPS.Tests.Menu;

/// <summary>The menu's screen of what can be undone.</summary>
public sealed class RecycleBinMenuTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menu-").FullName;

    private string[] Journals => [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LinuxTheory]
    [InlineData(80, 24)]
    [InlineData(60, 20)]
    public void What_was_removed_comes_back_after_a_yes_and_is_forgotten_after_another(int width, int height)
    {
        using StandaloneServer server = new();
        Recycle(server, "user:1", "user:2");
        using MenuTerminal menu = Open(server, width, height);
        menu.Sees("> Get-RedisRecycleBin", "Removed", "Keys", server.EndPoint + " db0", "Enter keys", "/ search", "k bring back", "x forget it", "X forget all", "Esc back");
        menu.Send(Enter);
        menu.Sees("── Removed keys", "user:1", "user:2");
        menu.Send("/");
        menu.Sees("Pattern:");
        menu.Send("*:2" + Enter);
        menu.Sees("'*:2' |");
        menu.SeesNoMore("user:1");
        menu.Send(Escape);

        server.Send("SET", "user:2", "new");
        menu.Sees("── Recycle bin");
        menu.Send("k");
        menu.Sees("Keep", "Replace");
        menu.Send(Enter);
        menu.Sees("Question", "> Restore-RedisKey", "y yes", "n no");
        menu.Send("n");
        menu.Sees("── Recycle bin", "Nothing was changed");
        Assert.Equal("0", server.Send("EXISTS", "user:1"));
        menu.Send("k");
        menu.Sees("Keep", "Replace");
        menu.Send(Enter);
        menu.Sees("Question");
        menu.Send("y");
        menu.Sees("── Recycle bin", "Restore            2           1         1", "Esc back");
        Assert.Equal("one", server.Send("GET", "user:1"));
        Assert.Equal("new", server.Send("GET", "user:2"));

        menu.Send("k");
        menu.Sees("Keep", "Replace");
        menu.Send(Down + Enter);
        menu.Sees("Question", "-Force -Confirm");
        menu.Send("y");
        menu.Sees("── Recycle bin", "Restore            2           2         0", "Esc back");
        Assert.Equal("one", server.Send("GET", "user:2"));

        menu.Send("x");
        menu.Sees("Question", "> Clear-RedisRecycleBin", "2 keys");
        menu.Send("y");
        menu.Sees("The recycle bin is empty");
        Assert.Empty(Journals);

        Recycle(server, "other");
        menu.Send("r");
        menu.Sees(server.EndPoint + " db0", "Removed");
        menu.Send("X");
        menu.Sees("Question", "> Clear-RedisRecycleBin -Confirm", "1 key");
        menu.Send("y");
        menu.Sees("The recycle bin is empty");
        Assert.Empty(Journals);
    }

    [LinuxFact]
    public void Keys_of_another_server_are_not_brought_to_this_one()
    {
        using StandaloneServer there = new();
        using StandaloneServer here = new();
        Recycle(there, "user:1");
        using MenuTerminal menu = Open(here, 80, 24);
        menu.Sees(there.EndPoint);
        menu.Send("k");
        menu.Sees("Keep", "Replace");
        menu.Send(Enter);

        menu.Sees("Restore-RedisKey:", $"These keys were on {there.EndPoint}");
        Assert.Equal("0", here.Send("DBSIZE"));
    }

    private MenuTerminal Open(StandaloneServer server, int width, int height)
    {
        MenuTerminal menu = new(server.Url, width, height, recycleBin: _folder);
        menu.Sees("2  Keys", server.EndPoint);
        menu.Send("b");
        menu.Sees("Folder of the backups:");
        menu.Send(Escape);
        menu.Sees("No folder is chosen", "c recycle bin", "s whole server back", "Esc back");
        menu.Send("c");
        return menu;
    }

    private void Recycle(StandaloneServer server, params string[] keys)
    {
        foreach (string key in keys)
        {
            server.Send("SET", key, "one");
        }

        Assert.Equal((0, ""), Take(ModuleHost.Run($"Connect-Redis {server.EndPoint} | Out-Null; Remove-RedisKey {string.Join(',', keys)} -Recycle -RecyclePath '{_folder}' -Force | Out-Null")));

        static (int, string) Take((int Code, string, string Errors) result) => (result.Code, result.Errors);
    }
}
