using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Backup;

public sealed class BackupCmdletTests : IClassFixture<StandaloneServer>, IDisposable
{
    private readonly StandaloneServer _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-backup-");

    public BackupCmdletTests(StandaloneServer server)
    {
        _server = server;
        _ = server.Send("FLUSHALL");
        _ = server.Send("MSET", "cache:1", "one", "cache:2", "two", "user:1", "three");
        _ = server.Send("HSET", "hash", "field", "value");
        _ = server.Send("PEXPIREAT", "cache:1", "4000000000000");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_night_s_work_in_one_line()
    {
        (int code, string output, string errors) = Run($"Backup-Redis '{_folder.FullName}' | Test-RedisBackup | Select-Object IsGood, Keys, ExpiringKeys, IsUnchanged", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"IsGood":true,"Keys":4,"ExpiringKeys":1,"IsUnchanged":true}""", output.Trim());
    }

    [Fact]
    public void The_exit_code_tells_that_there_is_no_backup()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "in the way");

        (int code, string output, string errors) = Run($"Backup-Redis '{file}/below' | Out-Null");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("cannot be made", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_reads_like_keys_and_values()
    {
        (int code, string output, string errors) = Run(
            $"$backup = Backup-Redis '{_folder.FullName}' -Name n; Get-RedisBackupContent $backup.Path 'cache:*', hash | Sort-Object Key | Select-Object Key, Type, Length, Server, ExpiresAt; "
            + "$backup | Get-RedisBackupContent -Type hash -IncludeValue | Select-Object Key, Value", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            [
                """{"Key":"cache:1","Type":"string","Length":3,"Server":"n.rdb","ExpiresAt":"2096-10-02T07:06:40+00:00"}""",
                """{"Key":"cache:2","Type":"string","Length":3,"Server":"n.rdb","ExpiresAt":null}""",
                """{"Key":"hash","Type":"hash","Length":1,"Server":"n.rdb","ExpiresAt":null}""",
                """{"Key":"hash","Value":{"field":"value"}}""",
            ],
            output.Trim().Split('\n'));
    }

    [Fact]
    public void Damage_is_an_error_after_what_could_be_read()
    {
        (_, string path, _) = Run($"Backup-Redis '{_folder.FullName}' -Name cut | Select-Object Path", "csv");
        string file = path.Trim().Split('\n')[^1].Trim('"');
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^12]);

        (int code, string output, string errors) = Run($"Get-RedisBackupContent '{file}' | Measure-Object | Select-Object Count", "jsonl");

        Assert.Equal(1, code);
        Assert.Contains("\"Count\":", output, StringComparison.Ordinal);
        Assert.Contains("ends in the middle", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_right_is_named_and_nothing_is_written()
    {
        using HardenedServer server = new();

        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis '{server.UrlOf("read-only")}' | Out-Null; Backup-Redis '{_folder.FullName}'");

        Assert.Equal(1, code);
        Assert.Contains("replconf", errors, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(".failed-", Assert.Single(_folder.GetFiles()).Name, StringComparison.Ordinal);
    }

    [Fact]
    public void What_WhatIf_announces_is_what_a_restore_does()
    {
        (_, string path, _) = Run($"Backup-Redis '{_folder.FullName}' -Name r | Select-Object Path", "csv");
        string file = path.Trim().Split('\n')[^1].Trim('"');
        _ = _server.Send("DEL", "cache:1", "hash");
        _ = _server.Send("SET", "cache:2", "newer");

        (int asked, string announced, _) = Run($"Restore-Redis '{file}' -WhatIf");
        (int code, string output, string errors) = Run($"Restore-Redis '{file}' | Select-Object Matched, Succeeded, Skipped", "jsonl");
        (int failed, _, string conflict) = Run($"Restore-Redis '{file}' -Conflict Fail");
        (int replaced, string all, _) = Run($"Restore-Redis '{file}' 'cache:*' -Conflict Replace -Force | Select-Object Succeeded", "jsonl");

        Assert.Equal(0, asked);
        Assert.Contains("Restore 4 keys (1 hash, 3 string)", announced, StringComparison.Ordinal);
        Assert.Contains("2 that are there stay as they are", announced, StringComparison.Ordinal);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"Matched":4,"Succeeded":2,"Skipped":2}""", output.Trim());
        Assert.Equal(1, failed);
        Assert.Contains("Nothing was restored", conflict, StringComparison.Ordinal);
        Assert.Equal((0, """{"Succeeded":2}"""), (replaced, all.Trim()));
        Assert.Equal("two", _server.Send("GET", "cache:2"));
        Assert.Equal("4000000000000", _server.Send("PEXPIRETIME", "cache:1"));
    }

    [Fact]
    public void First_stops_the_reading()
    {
        (int code, string output, string errors) = Run($"Backup-Redis '{_folder.FullName}' | Get-RedisBackupContent -First 2 | Measure-Object | Select-Object Count", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"Count":2}""", output.Trim());
    }

    [Fact]
    public void A_foreign_file_is_listed_by_what_can_be_known_of_it()
    {
        string file = Path.Combine(_folder.FullName, "dump.rdb");
        File.WriteAllText(file, "no RDB at all");

        (int code, string output, _) = ModuleHost.Run($"Get-RedisBackup '{_folder.FullName}' | Measure-Object | Select-Object Count; Get-RedisBackup '{file}' | Select-Object Name, Bytes, IsVerified; Test-RedisBackup '{file}' | Select-Object IsGood, Problem", "jsonl");

        Assert.Equal(0, code);
        Assert.Equal(
            [
                """{"Count":0}""",
                """{"Name":"dump.rdb","Bytes":13,"IsVerified":false}""",
                """{"IsGood":false,"Problem":"This is no RDB: it does not begin with REDIS and a version (at byte 0)."}""",
            ],
            output.Trim().Split('\n'));
    }

    [Fact]
    public void A_restore_is_rehearsed_in_one_line()
    {
        (int code, string output, string errors) = Run($"Backup-Redis '{_folder.FullName}' -Compress | Test-RedisBackup -Restore | Select-Object IsGood, IsRestored, Keys, ExpiredKeys, Problem", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"IsGood":true,"IsRestored":true,"Keys":4,"ExpiredKeys":0,"Problem":null}""", output.Trim());
    }

    [Fact]
    public void A_server_that_went_on_differs_and_the_backup_is_good_all_the_same()
    {
        _ = Run($"Backup-Redis '{_folder.FullName}' -Name c");
        string file = Path.Combine(_folder.FullName, "c.rdb");

        Assert.Equal((0, "true", ""), Trimmed(Run($"Test-RedisBackup '{file}' -CompareWith * -Quiet", "jsonl")));
        _ = _server.Send("HSET", "hash", "field", "other");
        Assert.Equal((0, "false", ""), Trimmed(Run($"Test-RedisBackup '{file}' -CompareWith * -Quiet", "jsonl")));
        (int code, string output, string errors) = Run($"Test-RedisBackup '{file}' -CompareWith * | Select-Object IsGood -ExpandProperty Comparisons | Select-Object DifferenceCount -ExpandProperty Differences | Select-Object Kind, Key, DifferenceCount", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"Kind":5,"Key":"hash","DifferenceCount":1}""", output.Trim());
    }

    [Fact]
    public void A_sample_is_as_large_as_was_asked_for()
    {
        (int code, string output, string errors) = Run($"Backup-Redis '{_folder.FullName}' | Test-RedisBackup -Restore -SampleSize 2 | Select-Object IsRestored -ExpandProperty Restored | Select-Object ComparedKeys, Keys, ServerKeys", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("""{"ComparedKeys":2,"Keys":4,"ServerKeys":4}""", output.Trim());
        Assert.Contains("minimum allowed range of 1", Run("Test-RedisBackup x.rdb -SampleSize 0").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_no_server_is_an_error()
    {
        _ = Run($"Backup-Redis '{_folder.FullName}' -Name p");

        (int code, string output, string errors) = Run($"Test-RedisBackup '{Path.Combine(_folder.FullName, "p.rdb")}' -Restore -ServerPath /bin/true");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("is no server that loads an RDB", errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Trimmed((int Code, string Output, string Errors) run) => (run.Code, run.Output.Trim(), run.Errors);

    private (int Code, string Output, string Errors) Run(string script, string format = "table") =>
        ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {script}", format);
}
