using System.Text;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Backup;

/// <summary>What a backup claims to be, and what is removed because of it.</summary>
public sealed class BackupClaimTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("-dump", "dump")]
    [InlineData("-pexpiretime", "pexpiretime")]
    public void A_right_that_is_missing_for_every_key_ends_a_logical_backup(string rule, string command)
    {
        using TestServer server = new();
        Fill(server);
        _ = server.Send("ACL", "SETUSER", "lim", "on", ">pw", "~*", "+@all", rule);
        _ = Good(server, "Backup-Redis '{0}' -Name full");

        (int code, string output, string errors) = Run($"redis://lim:pw@{server.EndPoint}", "Backup-Redis '{0}' -Name lacks -Method Logical -RetainCount 1");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("NOPERM", errors, StringComparison.Ordinal);
        Assert.Contains(command, errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("is not in the backup", errors, StringComparison.Ordinal);
        Assert.Equal(["full.rdb"], Backups);
        _ = Assert.Single(_folder.GetFiles(".failed-*"));
    }

    [Fact]
    public void A_backup_that_lacks_keys_is_not_verified_and_removes_nothing()
    {
        using TestServer server = new();
        Fill(server);
        _ = server.Send("ACL", "SETUSER", "some", "on", ">pw", "~a*", "+@all");
        _ = Good(server, "Backup-Redis '{0}' -Name earlier; Backup-Redis '{0}' -Name full");

        (int code, string output, string errors) = Run(
            $"redis://some:pw@{server.EndPoint}", "Backup-Redis '{0}' -Name lacks -Method Logical -RetainCount 1 | Select-Object Keys, FailedKeys, IsVerified", "jsonl");

        Assert.Equal(1, code);
        Assert.Equal("""{"Keys":1,"FailedKeys":2,"IsVerified":false}""", output.Trim());
        Assert.Contains("It lacks 2 keys", errors, StringComparison.Ordinal);
        Assert.Equal(["earlier.rdb", "full.rdb", "lacks.rdb"], Backups);

        // Later too, by whomever; the complete one is the last verified one, whatever came after it.
        Assert.Contains("is not complete: It lacks 2 keys", Removal(server), StringComparison.Ordinal);
        Assert.Equal(["earlier.rdb", "full.rdb", "lacks.rdb"], Backups);
        Assert.Contains("full.rdb is the last verified backup", Run("", "Get-RedisBackup '{0}' | Remove-RedisBackup -WhatIf").Errors, StringComparison.Ordinal);
        Assert.Equal("False", Good(server, "Test-RedisBackup '{0}/lacks.rdb' -Quiet"));
        Assert.Equal("""{"IsGood":false,"FailedKeys":2,"Keys":1}""", Run("", "Test-RedisBackup '{0}/lacks.rdb' | Select-Object IsGood, FailedKeys, Keys", "jsonl").Output.Trim());
        Assert.Equal("Incomplete", Condition("lacks.rdb"));
    }

    [Fact]
    public void Backups_from_a_replica_count_as_those_of_their_server()
    {
        using TestServer primary = new("repl-diskless-sync-delay 0");
        using TestServer replica = new($"replicaof {primary.Host} {primary.Port}");
        Fill(primary);
        WaitForLink(primary, replica);
        _ = Good(primary, "Backup-Redis '{0}' -Name one -PreferReplica; Backup-Redis '{0}' -Name two; Backup-Redis '{0}' -Name three -PreferReplica");
        Assert.Equal(
            $$"""{"Server":"{{primary.EndPoint}}","Source":"{{replica.EndPoint}}","Name":"three.rdb"}""",
            Run("", "Get-RedisBackup '{0}' | Select-Object -First 1 | Select-Object Server, Source, Name", "jsonl").Output.Trim());

        // What fails keeps all of them, wherever they came from.
        Assert.Equal(1, Run(primary.Url, "Backup-Redis '{0}' -Name one -PreferReplica").Code);
        Assert.Contains("the last attempt", Removal(primary), StringComparison.Ordinal);
        Assert.Equal(["one.rdb", "three.rdb", "two.rdb"], Backups);

        _ = Good(primary, "Backup-Redis '{0}' -Name four -PreferReplica -RetainCount 2");
        Assert.Equal(["four.rdb", "three.rdb"], Backups);
    }

    [Fact]
    public void The_backup_of_this_run_stays_whatever_the_clocks_said()
    {
        using TestServer server = new();
        _ = Good(server, "Backup-Redis '{0}' -Name future");
        string manifest = Path.Combine(_folder.FullName, "future.rdb.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"\"startedAt\": \"{DateTimeOffset.UtcNow.Year}", "\"startedAt\": \"2999", StringComparison.Ordinal));
        Assert.Contains("2999-", Good(server, "Get-RedisBackup '{0}'"), StringComparison.Ordinal);

        _ = Good(server, "Backup-Redis '{0}' -Name now -RetainCount 1");

        Assert.Contains("now.rdb", Backups);

        // And beside one of the future what fails now is still later.
        _ = Good(server, "Backup-Redis '{0}' -Name other");
        File.Move(Path.Combine(_folder.FullName, "other.rdb"), Path.Combine(_folder.FullName, "x.rdb"));
        File.WriteAllText(Path.Combine(_folder.FullName, "x.rdb.json"), File.ReadAllText(Path.Combine(_folder.FullName, "other.rdb.json")).Replace($"\"startedAt\": \"{DateTimeOffset.UtcNow.Year}", "\"startedAt\": \"2999", StringComparison.Ordinal));
        Assert.Equal(1, Run(server.Url, "Backup-Redis '{0}' -Name now").Code);
        Assert.Contains("the last attempt", Removal(server), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_be_removed_is_said_beforehand()
    {
        using TestServer server = new();
        _ = Good(server, "Backup-Redis '{0}' -Name one; Backup-Redis '{0}' -Name two; Backup-Redis '{0}' -Name three");

        string announced = Good(server, "Backup-Redis '{0}' -Name four -RetainCount 2 -WhatIf");
        Assert.Equal(["one.rdb", "three.rdb", "two.rdb"], Backups);
        _ = Good(server, "Backup-Redis '{0}' -Name four -RetainCount 2");

        string[] gone = ["one.rdb", "two.rdb"];
        Assert.Equal(["four.rdb", "three.rdb"], Backups);
        Assert.All(gone, name => Assert.Contains($"Remove backup {name}", announced, StringComparison.Ordinal));
        Assert.DoesNotContain("Remove backup three.rdb", announced, StringComparison.Ordinal);
        Assert.DoesNotContain("Remove backup", Good(server, "Backup-Redis '{0}/new' -RetainCount 1 -WhatIf; Backup-Redis '{0}' -WhatIf"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "new")));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_not_called_damaged()
    {
        // An array of Redis 8.8.
        byte[] file = [.. "REDIS0014"u8, 28, 1, (byte)'k', 1, 0, 0, 0, 1, (byte)'v', 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        string path = Path.Combine(_folder.FullName, "newer.rdb");
        File.WriteAllBytes(path, file);

        Assert.Contains("does not know the code 28; the file is of version 14", Run("", "Test-RedisBackup '{0}/newer.rdb' | ForEach-Object -MemberName Problem").Output, StringComparison.Ordinal);
        Assert.Equal("NotReadable", Condition("newer.rdb"));
        Assert.Equal("False", Run("", "Test-RedisBackup '{0}/newer.rdb' -Quiet").Output.Trim());
        Assert.Contains("does not know the code 28", Run("", "Get-RedisBackupContent '{0}/newer.rdb'").Errors, StringComparison.Ordinal);

        // The same code in a file of a version that is known is damage.
        Encoding.ASCII.GetBytes("0012").CopyTo(file, 5);
        File.WriteAllBytes(path, file);
        Assert.Equal("Damaged", Condition("newer.rdb"));
    }

    private static void Fill(TestServer server) => server.Send("MSET", "a", "1", "b", "2", "c", "3");

    private static void WaitForLink(TestServer primary, TestServer replica)
    {
        // Until the primary calls it online, and it has what the primary has.
        while (!primary.Send("INFO", "replication")!.Contains("state=online", StringComparison.Ordinal) || replica.Send("DBSIZE") != primary.Send("DBSIZE")) { Thread.Sleep(20); }
    }

    private string[] Backups => [.. _folder.GetFiles("*.rdb").Select(file => file.Name).Order(StringComparer.Ordinal)];

    private string Condition(string name) => Run("", $"Test-RedisBackup '{{0}}/{name}' | ForEach-Object -MemberName Condition").Output.Trim();

    private string Removal(TestServer server) => Run(server.Url, "Remove-RedisBackup '{0}' -RetainCount 1").Errors;

    private string Good(TestServer server, string script)
    {
        (int code, string output, string errors) = Run(server.Url, script);
        Assert.Equal((0, ""), (code, errors));
        return output.Trim();
    }

    private (int Code, string Output, string Errors) Run(string url, string script, string format = "table") =>
        ModuleHost.Run((url.Length > 0 ? $"Connect-Redis '{url}' | Out-Null; " : "") + script.Replace("{0}", _folder.FullName, StringComparison.Ordinal), format);
}
