using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Backup;

/// <summary>Remove-RedisBackup and the retention of Backup-Redis.</summary>
public sealed class RetentionCmdletTests : IClassFixture<StandaloneServer>, IDisposable
{
    private readonly StandaloneServer _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-backup-");

    public RetentionCmdletTests(StandaloneServer server)
    {
        _server = server;
        (int code, _, string errors) = Run("Backup-Redis '{0}' -Name one; Backup-Redis '{0}' -Name two; Backup-Redis '{0}' -Name three");
        Assert.True(code == 0, errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("-RetainCount 2", "one")]
    [InlineData("-RetainDays 7", "")]
    [InlineData("-Daily 5", "one,two")]
    [InlineData("-Weekly 5 -RetainMinimum 2", "one")]
    [InlineData("-Monthly 1", "one,two")]
    public void A_rule_removes_what_it_does_not_keep(string rule, string gone)
    {
        (_, string announced, _) = Run($"Remove-RedisBackup '{{0}}' {rule} -WhatIf");
        (int code, string output, string errors) = Run($"Remove-RedisBackup '{{0}}' {rule} | ForEach-Object -MemberName Name");

        string[] names = gone.Split(',', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(names.Select(name => name + ".rdb"), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
        Assert.All(names, name => Assert.Contains(name + ".rdb", announced, StringComparison.Ordinal));
        Assert.Equal(6 - (2 * names.Length), _folder.GetFiles().Length);
    }

    [Fact]
    public void When_the_last_attempt_failed_nothing_is_removed()
    {
        (int failed, _, _) = Run("Backup-Redis '{0}' -Name one");
        (int code, string output, string errors) = Run("Remove-RedisBackup '{0}' -RetainCount 1");
        (int asked, string announced, _) = Run("Remove-RedisBackup '{0}' -RetainCount 1 -WhatIf");

        Assert.Equal((1, 1, 1), (failed, code, asked));
        Assert.Equal(("", ""), (output, announced));
        Assert.Contains("the last attempt", errors, StringComparison.Ordinal);
        Assert.Contains("already a file", errors, StringComparison.Ordinal);
        Assert.Equal(3, _folder.GetFiles("*.rdb").Length);

        // The next good one ends it, and its own retention goes by it.
        (int next, _, string nextErrors) = Run("Backup-Redis '{0}' -Name four -RetainCount 2");
        Assert.Equal((0, ""), (next, nextErrors));
        Assert.Equal(["four.rdb", "three.rdb"], _folder.GetFiles("*.rdb").Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void When_the_newest_is_not_good_nothing_is_removed()
    {
        string newest = Path.Combine(_folder.FullName, "three.rdb");
        byte[] bytes = File.ReadAllBytes(newest);
        File.WriteAllBytes(newest, bytes[..^1]);

        (int code, _, string errors) = Run("Remove-RedisBackup '{0}' -RetainCount 1");

        Assert.Equal(1, code);
        Assert.Contains("three.rdb, is not good", errors, StringComparison.Ordinal);
        Assert.Equal(3, _folder.GetFiles("*.rdb").Length);
    }

    [Fact]
    public void A_backup_that_lacks_keys_is_said_once_and_removes_nothing()
    {
        _ = _server.Send("SET", "other", "1");
        _ = _server.Send("ACL", "SETUSER", "some", "on", ">pw", "%R~key*", "+@all");

        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis 'redis://some:pw@{_server.EndPoint}' | Out-Null; Backup-Redis '{_folder.FullName}' -Name four -Method Logical -RetainCount 1 | Out-Null");

        Assert.Equal(1, code);
        Assert.Equal(2, errors.Split("No whole backup").Length);
        Assert.Equal(4, _folder.GetFiles("*.rdb").Length);
    }

    [Fact]
    public void The_last_verified_one_goes_only_by_force()
    {
        (int code, string output, string errors) = Run("Get-RedisBackup '{0}' | Remove-RedisBackup | ForEach-Object -MemberName Name");

        Assert.Equal(1, code);
        Assert.Equal(["two.rdb", "one.rdb"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()));
        Assert.Contains("three.rdb is the last verified backup", errors, StringComparison.Ordinal);

        (int asked, string announced, _) = Run("Get-RedisBackup '{0}' | Remove-RedisBackup -Force -WhatIf");
        (int forced, _, string forcedErrors) = Run("Get-RedisBackup '{0}' | Remove-RedisBackup -Force");

        Assert.Equal((0, 0, ""), (asked, forced, forcedErrors));
        Assert.Contains("three.rdb", announced, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void A_new_one_that_was_not_verified_is_read_before_old_ones_go()
    {
        (int code, _, string errors) = Run("Backup-Redis '{0}' -Name four -NoVerify -RetainCount 1");

        // The newest verified one stays beside it.
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["four.rdb", "three.rdb"], _folder.GetFiles("*.rdb").Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void From_the_server_s_own_file_with_what_is_beside_it()
    {
        _ = _server.Send("FUNCTION", "LOAD", "REPLACE", "#!lua name=mine\nredis.register_function('f', function() return 1 end)");

        (int code, string output, string errors) = Run("Backup-Redis '{0}' -Name four -Method ServerFile -IncludeFunction -IncludeAppendOnly -Timeout 1m | ForEach-Object -MemberName Method");

        Assert.Equal(0, code);
        Assert.Equal("ServerFile", output.Trim());
        Assert.Contains("No append-only file", errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "four.rdb.functions.dump")));
    }

    [Theory]
    [InlineData("-IncludeAppendOnly", "-IncludeAppendOnly has no meaning with -Method Replication")]
    [InlineData("-ServerDataPath /tmp -Method Logical", "-ServerDataPath has no meaning with -Method Logical")]
    public void What_only_the_server_s_files_have_is_refused_elsewhere(string parameters, string expected)
    {
        (int code, _, string errors) = Run($"Backup-Redis '{{0}}' -Name four {parameters}");

        Assert.Equal(1, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Equal(6, _folder.GetFiles().Length);
    }

    private (int Code, string Output, string Errors) Run(string script, string format = "table") =>
        ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; " + script.Replace("{0}", _folder.FullName, StringComparison.Ordinal), format);
}
