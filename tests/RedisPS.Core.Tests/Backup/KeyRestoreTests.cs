using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Tests.Rdb;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

public sealed class KeyRestoreTests(RdbFixture fixture) : IClassFixture<RdbFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-restore-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(BackupMethod.Replication, false)]
    [InlineData(BackupMethod.Logical, true)]
    public async Task Every_key_comes_back_with_its_value_and_its_time(BackupMethod method, bool compress)
    {
        RedisBackup backup = await BackUpAsync(method, compress);
        using TestServer target = new("databases 16", "enable-debug-command local");
        await using RedisClient client = await TestClient.ConnectAsync(target);
        KeyRestore restore = new(client, null, backup, new BackupQuery(), null, RestoreConflict.Fail);
        KeyRestorePlan plan = await restore.PlanAsync(default);
        OperationResult result = await restore.RunAsync(default);
        Assert.Equal((plan.Matched, plan.Written, 0L), (result.Matched, result.Succeeded, plan.Existing));
        Assert.Equal(backup.Keys, result.Succeeded);
        Assert.Empty(result.Errors);
        Assert.Equal(await fixture.Client.TextAsync("DEBUG", "DIGEST"), await client.TextAsync("DEBUG", "DIGEST"));
        Assert.Equal(4_000_000_000_123, await client.NumberAsync("PEXPIRETIME", "text"));
    }

    [Fact]
    public async Task A_pattern_chooses_and_another_database_takes_them()
    {
        RedisBackup backup = await BackUpAsync();
        using TestServer target = new("databases 16");
        await using RedisClient client = await TestClient.ConnectAsync(target);
        BackupQuery query = new() { Keys = new KeyQuery { Patterns = ["list:*", "hash:*"], Types = ["list"] }, Databases = [0] };
        OperationResult result = await new KeyRestore(client, null, backup, query, 5, RestoreConflict.Skip).RunAsync(default);
        Assert.Equal(3, result.Succeeded);
        Assert.Equal(3, await client.ForDatabase(5).SizeAsync());
        Assert.Equal(0, await client.SizeAsync());
    }

    [Theory]
    [InlineData(RestoreConflict.Skip, "new")]
    [InlineData(RestoreConflict.Replace, "plain \u20ac")]
    public async Task A_key_that_is_there_stays_or_is_replaced_as_was_said(RestoreConflict conflict, string expected)
    {
        RedisBackup backup = await BackUpAsync();
        using TestServer target = new("databases 16");
        await using RedisClient client = await TestClient.ConnectAsync(target);
        await client.DoAsync("SET", "text", "new");
        KeyRestore restore = new(client, null, backup, new BackupQuery { Keys = new KeyQuery { Patterns = ["text", "int8"] } }, null, conflict);
        KeyRestorePlan plan = await restore.PlanAsync(default);
        Assert.Equal(1, plan.Existing);
        OperationResult result = await restore.RunAsync(default);
        Assert.Equal(plan.Written, result.Succeeded);
        Assert.Equal(2 - plan.Written, result.SkipReasons.GetValueOrDefault(SkipReason.TargetExists));
        Assert.Equal(expected, await client.TextAsync("GET", "text"));
    }

    [Fact]
    public async Task What_has_expired_since_is_left_out_and_counted()
    {
        await fixture.Client.ForDatabase(9).DoAsync("SET", "short", "1", "PX", 1500);
        RedisBackup backup = await BackUpAsync();
        await fixture.Client.ForDatabase(9).DoAsync("FLUSHDB");
        await Task.Delay(1600);
        using TestServer target = new("databases 16");
        await using RedisClient client = await TestClient.ConnectAsync(target);
        KeyRestore restore = new(client, null, backup, new BackupQuery { Databases = [9] }, null, RestoreConflict.Fail);
        KeyRestorePlan plan = await restore.PlanAsync(default);
        OperationResult result = await restore.RunAsync(default);
        Assert.Equal((1L, 1L, 0L), (plan.Matched, plan.Expired, plan.Written));
        Assert.Equal((1L, 0L, 1L), (result.Matched, result.Succeeded, result.SkipReasons[KeyRestore.ExpiredReason]));
    }

    [Fact]
    public async Task A_user_who_may_write_only_some_keys_restores_those_and_hears_of_the_others()
    {
        using HardenedServer server = new();
        _ = server.Send("MSET", "cache:1", "a", "private", "b");
        await using RedisClient admin = await TestClient.ConnectAsync(server, "no-info");
        RedisBackup backup = await new BackupRun(admin, null, new BackupOptions { Folder = _folder.FullName, Method = BackupMethod.Logical }).RunAsync(default);
        _ = server.Send("DEL", "cache:1", "private");
        await using RedisClient client = await TestClient.ConnectAsync(server, "cache-only");
        OperationResult result = await new KeyRestore(client, null, backup, new BackupQuery(), null, RestoreConflict.Skip).RunAsync(default);
        Assert.Equal((1L, 1L), (result.Succeeded, result.Failed));
        Assert.Equal("NOPERM", Assert.Single(result.Errors).Code);
    }

    private Task<RedisBackup> BackUpAsync(BackupMethod method = BackupMethod.Replication, bool compress = false) =>
        new BackupRun(fixture.Client, null, new BackupOptions { Folder = _folder.FullName, Method = method, Compress = compress }).RunAsync(default);
}
