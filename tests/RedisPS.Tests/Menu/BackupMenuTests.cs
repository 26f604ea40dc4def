using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;
using static RedisPS.Tests.Menu.MenuTerminal;

namespace RedisPS.Tests.Menu;

/// <summary>The menu's screens of backups and of the desired state.</summary>
public sealed class BackupMenuTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menu-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LinuxFact]
    public void A_backup_is_made_verified_looked_into_and_keys_come_back_after_a_yes()
    {
        using TestServer server = new("repl-diskless-sync-delay 0");
        server.Send("SET", "user:1", "one");
        server.Send("SET", "user:2", "two");
        server.Send("SET", "other", "x");
        using MenuTerminal menu = new(server.Url, width: 120);
        menu.Sees("b  Backups", "3 keys");
        menu.Send("b");
        menu.Sees("Folder of the backups:");
        menu.Send(_folder + Enter);
        menu.Sees("There is no backup here");

        menu.Send("b");
        menu.Sees("Replication", "Logical");
        menu.Send(Enter);
        menu.Sees($"> Backup-Redis '{_folder}'", "> Get-RedisBackup", ".rdb", "Good");
        Assert.Single(Directory.GetFiles(_folder, "*.rdb"));

        menu.Send("v");
        menu.Sees("> Test-RedisBackup", "IsGood", "True");
        menu.Send(Enter);
        menu.Sees("> Get-RedisBackupContent", "-First 100", "user:1", "other");
        menu.Send("/");
        menu.Sees("Pattern:");
        menu.Send("user:*" + Enter);
        menu.Sees("'user:*' -First 100", "user:2");
        menu.SeesNoMore("other");
        menu.Send(Escape);
        menu.Sees("── Backups in");

        server.Send("DEL", "user:1", "user:2", "other");
        menu.Send("k");
        menu.Sees("Pattern of the keys:");
        menu.Send("user:*" + Enter);
        menu.Sees("Skip", "Replace", "Fail");
        menu.Send(Enter);
        menu.Sees("Question", "'user:*' -Conflict Skip -Confirm", "2 keys");
        menu.Send("y");
        menu.Sees("Restore", "2 keys", "── Backups in", "Esc back");
        Assert.Equal("one", server.Send("GET", "user:1"));
        Assert.Equal("0", server.Send("EXISTS", "other"));

        menu.Send("x");
        menu.Sees("Remove-RedisBackup:", "last", "Esc back");
        Assert.Single(Directory.GetFiles(_folder, "*.rdb"));
    }

    [LinuxTheory]
    [InlineData(80, 24)]
    [InlineData(60, 20)]
    public void A_whole_server_becomes_a_backup_after_its_plan_and_a_yes(int width, int height)
    {
        if (Tests.Backup.RestoreServiceTests.ServerIsElsewhere()) { return; }
        using TestServer server = new("save 3600 1");
        server.Send("MSET", "kept:1", "one", "kept:2", "two");
        Assert.Equal(0, ModuleHost.Run($"Connect-Redis {server.EndPoint} | Out-Null; Backup-Redis '{_folder}' -Name n | Out-Null").Code);
        server.Send("FLUSHALL");
        server.Send("SET", "other", "x");
        int first = ProcessOf(server);
        int? after = null;
        try
        {
            using MenuTerminal menu = new(server.Url, width, height);
            menu.Sees("b  Backups", server.EndPoint);
            menu.Send("b");
            menu.Sees("Folder of the backups:");
            menu.Send(_folder + Enter);
            menu.Sees("n.rdb", "s whole server back", "Esc back");

            menu.Send("s");
            menu.Sees("All data of which server", $"Running {server.EndPoint}");
            menu.Send(Enter);
            menu.Sees("Question", "-ServiceName", "REPLACED", "2 keys come", "y yes");
            menu.Send("n");
            menu.Sees("── Backups in", "Nothing was changed");
            Assert.Equal(first, ProcessOf(server));
            Assert.Equal("1", server.Send("EXISTS", "other"));

            menu.Send("s");
            menu.Sees("All data of which server");
            menu.Send(Enter);
            menu.Sees("Question");
            menu.Send("y");
            menu.Sees("── Backups in", "2 keys", "Esc back");
            after = ProcessOf(server);
            Assert.NotEqual(first, after);
            using RawRedis raw = RawRedis.Connect(server.Port);
            Assert.Equal("two", raw.Send("GET", "kept:2"));
            Assert.Equal("0", raw.Send("EXISTS", "other"));
        }
        finally
        {
            Tests.Backup.RestoreServiceTests.End(after);
        }
    }

    private static int ProcessOf(TestServer server)
    {
        using RawRedis raw = RawRedis.Connect(server.Port);
        return int.Parse(raw.Send("INFO", "server")!.Split("process_id:")[1].Split('\r')[0], null);
    }

    [LinuxFact]
    public void Tab_completes_a_path_and_shows_what_there_is()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "nightly-one"));
        Directory.CreateDirectory(Path.Combine(_folder, "nightly-two"));
        using MenuTerminal menu = new($"redis://127.0.0.1:{FreePort.Next()}");
        menu.Sees("b  Backups", "not connected");
        menu.Send("b");
        menu.Sees("Folder of the backups:");
        menu.Send(_folder + "/ni\t");
        menu.Sees("nightly-one/", "nightly-two/", "/nightly-");
        menu.Send("o\t" + Enter);

        menu.Sees($"Get-RedisBackup '{_folder}/nightly-one/'");
    }

    [LinuxFact]
    public void A_desired_state_shows_what_differs_and_is_applied_after_a_yes()
    {
        string file = Path.Combine(_folder, "state.psd1");
        File.WriteAllText(file, "@{ Configuration = @{ 'slowlog-max-len' = 777 } }");
        using StandaloneServer server = new();
        using MenuTerminal menu = new(server.Url, width: 120);
        menu.Sees("d  Desired state", "running");
        menu.Send("d");
        menu.Sees("File, psd1 or json:");
        menu.Send(file + Enter);
        menu.Sees($"> Test-RedisDesiredState '{file}'", "slowlog-max-len", "777", "False");

        menu.Send("a");
        menu.Sees("Question", $"> Set-RedisDesiredState '{file}' -Confirm", "slowlog-max-len");
        menu.Send("n");
        menu.Sees("Nothing was changed");
        Assert.DoesNotContain("777", server.Send("CONFIG", "GET", "slowlog-max-len"), StringComparison.Ordinal);
        menu.Send("a");
        menu.Sees("Question");
        menu.Send("y");
        menu.Sees("── Desired state", "True", "Esc back");
        Assert.Contains("777", server.Send("CONFIG", "GET", "slowlog-max-len"), StringComparison.Ordinal);

        string written = Path.Combine(_folder, "now.json");
        menu.Send("x");
        menu.Sees("New file");
        menu.Send(written + Enter);
        menu.Sees($"> Export-RedisDesiredState '{written}'", "Esc back");
        Assert.Contains("777", File.ReadAllText(written), StringComparison.Ordinal);
    }
}
