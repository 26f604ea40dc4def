using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Tests.Rdb;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

public sealed class ServerRestoreTests(RdbFixture fixture) : IClassFixture<RdbFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-server-restore-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("no", false)]
    [InlineData("no", true)]
    [InlineData("yes", false)]
    [InlineData("yes", true)]
    public async Task A_server_has_every_key_again_also_after_another_start(string appendOnly, bool compress)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client, compress);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}", "databases 16").StartAsync();
        _ = server.Send("MSET", "old:1", "a", "old:2", "b");

        RestoreResult result = await server.RestoreAsync(backup);

        await using (RedisClient client = await RedisClient.ConnectAsync(server.Options))
        {
            Assert.Equal(await fixture.Client.TextAsync("DEBUG", "DIGEST"), await client.TextAsync("DEBUG", "DIGEST"));
            Assert.Equal(4_000_000_000_123, await client.NumberAsync("PEXPIRETIME", "text"));
            BackupComparison comparison = await new BackupComparer(client, null, backup, await BackupVerifier.TestAsync(backup)).RunAsync(default);
            Assert.True(comparison.IsSame, comparison.ToString() + string.Join('\n', comparison.Differences));
        }

        Assert.Equal((backup.Keys, backup.Keys, 2L, true), (result.Keys, result.ExpectedKeys, result.PreviousKeys, result.IsVerified));
        Assert.Equal((appendOnly == "yes", backup.Path, server.Folder), (result.AppendOnly, result.Path, result.DataPath));
        Assert.Equal(appendOnly, await SettingAsync(server, "appendonly"));
        Assert.True(result.LoadTime > TimeSpan.Zero && result.LoadTime <= result.Downtime && result.Downtime <= result.Elapsed);

        // What was there before is a data set that a server starts with.
        Assert.Equal("a", await ManagedServer.LoadAsync(result.OldDataPath!, appendOnly, "old:1"));
        _ = server.Send("SET", "since", "1");
        await server.StopAsync(save: appendOnly == "no");
        _ = await server.StartAsync();
        Assert.Equal("1", server.Send("GET", "since"));
        Assert.Equal((backup.Keys + 1).ToString(CultureInfo.InvariantCulture), (long.Parse(server.Send("DBSIZE")!, CultureInfo.InvariantCulture) + OtherDatabases(backup)).ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task Files_belong_to_whom_they_belonged_before_with_the_same_rights(string appendOnly)
    {
        if (!ManagedServer.IsRoot || OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client, compress: true);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}").StartAsync();
        _ = server.Send("SET", "old", "a");
        _ = server.Send("SAVE");
        string snapshot = Path.Combine(server.Folder, "dump.rdb");
        File.SetUnixFileMode(snapshot, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        FileOwner before = await FileOwner.OfAsync(server.Host, snapshot, default);
        string[] names = appendOnly == "yes" ? ["dump.rdb", "appendonlydir", "appendonlydir/appendonly.aof.1.base.rdb", "appendonlydir/appendonly.aof.manifest"] : ["dump.rdb"];
        UnixFileMode? folder = appendOnly == "yes" ? File.GetUnixFileMode(Path.Combine(server.Folder, "appendonlydir")) : null;

        RestoreResult result = await server.RestoreAsync(backup);

        Assert.Equal("65534:65534", before.Id);
        Assert.Equal(before, await FileOwner.OfAsync(server.Host, snapshot, default));
        foreach (string name in names) { Assert.Equal("65534:65534", (await FileOwner.OfAsync(server.Host, Path.Combine(server.Folder, name), default)).Id); }
        if (folder is not null) { Assert.Equal(folder, File.GetUnixFileMode(Path.Combine(server.Folder, "appendonlydir"))); }
        Assert.Equal("65534:65534", (await FileOwner.OfAsync(server.Host, result.OldDataPath!, default)).Id);
        Assert.Equal("OK", server.Send("SAVE"));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task A_backup_that_the_server_cannot_load_leaves_everything_as_it_was(string appendOnly)
    {
        if (OperatingSystem.IsWindows()) { return; }
        using TestServer many = new("databases 32");
        await using RedisClient source = await TestClient.ConnectAsync(many, 20);
        await source.DoAsync("SET", "a", "1");
        RedisBackup backup = await BackUpAsync(source);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}", "databases 16").StartAsync();
        _ = server.Send("SET", "old", "kept");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup));

        Assert.Equal(BackupFailure.RestoreFailed, error.Failure);
        Assert.Contains("What was there before is in its place again, and the server runs with it.", error.Message, StringComparison.Ordinal);
        Assert.Equal("kept", server.Send("GET", "old"));
        Assert.Equal(appendOnly == "yes" ? ["appendonlydir", "dump.rdb"] : new[] { "dump.rdb" }, server.Data().Union(["dump.rdb"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task A_server_that_comes_up_with_less_is_turned_back(string appendOnly)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}").StartAsync();
        _ = server.Send("SET", "old", "kept");
        server.BeforeNextStart("rm -rf data/dump.rdb data/appendonlydir");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup));

        Assert.Contains("it loaded 0 keys and left out 0 that had expired, and the backup holds", error.Message, StringComparison.Ordinal);
        Assert.Equal("kept", server.Send("GET", "old"));
        Assert.DoesNotContain(server.Data(), name => name.StartsWith("redisps-old", StringComparison.Ordinal) || name.StartsWith('.'));
    }

    [Fact]
    public async Task Stopped_in_the_middle_the_old_data_is_back_and_the_server_runs()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer().StartAsync();
        _ = server.Send("SET", "old", "kept");
        using CancellationTokenSource stop = new();
        ServerRestoreOptions options = new() { Report = step => { if (step.StartsWith("Start", StringComparison.Ordinal)) { stop.Cancel(); } } };
        ServerRestore restore = new(server.Host, backup, await server.ServiceAsync(), options);
        ServerRestorePlan plan = await restore.PlanAsync(default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => restore.RunAsync(plan, stop.Token));

        Assert.Equal("kept", server.Send("GET", "old"));
        Assert.Equal(["dump.rdb"], server.Data());
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_while_the_server_runs_on()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer().StartAsync();
        _ = server.Send("SET", "old", "kept");
        int? process = server.ProcessId;
        byte[] bytes = File.ReadAllBytes(backup.Path);
        string newer = Path.Combine(_folder.FullName, "newer.rdb");
        string damaged = Path.Combine(_folder.FullName, "damaged.rdb");
        File.WriteAllBytes(newer, [.. bytes[..5], .. "0079"u8, .. bytes[9..^8], .. new byte[8]]);
        File.WriteAllBytes(damaged, [.. bytes[..^20], .. new byte[20]]);
        string unknown = Path.Combine(_folder.FullName, "unknown.rdb");
        File.WriteAllBytes(unknown, [.. bytes[..5], .. "0079"u8, 200, .. bytes[9..]]);

        BackupException tooNew = await Assert.ThrowsAsync<BackupException>(() => server.PlanAsync(BackupFolder.Find(newer)));
        BackupException bad = await Assert.ThrowsAsync<BackupException>(() => server.PlanAsync(BackupFolder.Find(damaged)));
        BackupException unread = await Assert.ThrowsAsync<BackupException>(() => server.PlanAsync(BackupFolder.Find(unknown)));
        BackupException lacking = await Assert.ThrowsAsync<BackupException>(() => server.PlanAsync(backup with { FailedKeys = 3 }));
        BackupException nowhere = await Assert.ThrowsAsync<BackupException>(() => server.PlanAsync(backup, new ServerRestoreOptions { DataPath = "/nowhere" }));
        HostSystem user = new() { SearchPath = server.Host.SearchPath, IsElevated = false, Home = server.Host.Home };
        HostException right = await Assert.ThrowsAsync<HostException>(async () => await new ServerRestore(user, backup, await server.ServiceAsync(), new ServerRestoreOptions()).PlanAsync(default));
        _ = server.Send("REPLICAOF", "127.0.0.1", "1");
        BackupException replica = await Assert.ThrowsAsync<BackupException>(() => server.PlanAsync(backup));

        Assert.Equal(BackupFailure.Refused, tooNew.Failure);
        Assert.Contains("RDB of version 79", tooNew.Message, StringComparison.Ordinal);
        Assert.Equal(BackupFailure.Damaged, bad.Failure);
        Assert.Equal(BackupFailure.UnknownFormat, unread.Failure);
        Assert.Equal(BackupFailure.Refused, lacking.Failure);
        Assert.Contains("lacks keys, and nothing was changed", lacking.Message, StringComparison.Ordinal);
        Assert.Contains("no directory /nowhere", nowhere.Message, StringComparison.Ordinal);
        Assert.Equal(HostFailure.ElevationRequired, right.Failure);
        Assert.Contains("a replica of 127.0.0.1:1", replica.Message, StringComparison.Ordinal);
        Assert.Equal((process, 1, "kept"), (server.ProcessId, server.Starts, server.Send("GET", "old")));
        Assert.Empty(server.Data());
    }

    [Fact]
    public async Task A_plan_says_what_will_go_and_what_will_come_and_changes_nothing()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer("save \"\"").StartAsync();
        _ = server.Send("MSET", "old:1", "a", "old:2", "b");

        ServerRestorePlan plan = await server.PlanAsync(backup);
        ServerRestorePlan careless = await server.PlanAsync(backup, new ServerRestoreOptions { KeepOld = false });

        Assert.Equal(
            $"Restore redis-server in {server.Folder} from {backup.Name}: its 2 keys (database 0: 2) are REPLACED; {backup.Keys} keys come, {backup.ExpiringKeys} of them with an expiry; "
            + "the service is stopped and saves 2 unsaved changes first; the old data is kept beside it",
            plan.ToString());
        Assert.EndsWith("the service is stopped and saves 2 unsaved changes first; the old data is REMOVED once the new is loaded and its counts are right", careless.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, "a"), (server.Starts, server.Send("GET", "old:1")));
        Assert.Empty(server.Data());
    }

    [Theory]
    [InlineData(true, false, "b")]
    [InlineData(true, true, "a")]
    [InlineData(false, false, null)]
    [InlineData(false, true, null)]
    public async Task Old_data_is_kept_whole_unless_it_was_said_otherwise(bool keep, bool noSave, string? expected)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer("save \"\"").StartAsync();
        _ = server.Send("SET", "old", "a");
        _ = server.Send("SAVE");
        _ = server.Send("SET", "old", "b");

        RestoreResult result = await server.RestoreAsync(backup, new ServerRestoreOptions { KeepOld = keep, NoSave = noSave });

        Assert.Equal(expected, result.OldDataPath is null ? null : await ManagedServer.LoadAsync(result.OldDataPath, "no", "old"));
        Assert.Equal(keep, server.Data().Any(name => name.StartsWith("redisps-old", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task A_server_that_does_not_run_is_restored_and_started(string appendOnly)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}").StartAsync();
        _ = server.Send("SET", "old", "a");
        await server.StopAsync(save: true);

        RestoreResult result = await server.RestoreAsync(backup);

        Assert.Equal((backup.Keys, null, appendOnly == "yes", true), (result.Keys, result.PreviousKeys, result.AppendOnly, result.IsVerified));
        Assert.Equal("a", await ManagedServer.LoadAsync(result.OldDataPath!, appendOnly, "old"));
    }

    [Fact]
    public async Task An_append_only_file_that_is_on_only_until_the_next_start_is_not_left_behind()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer("appendonly no").StartAsync();
        _ = server.Send("CONFIG", "SET", "appendonly", "yes");

        RestoreResult result = await server.RestoreAsync(backup);

        Assert.Equal((backup.Keys, false), (result.Keys, result.AppendOnly));
        Assert.DoesNotContain("appendonlydir", server.Data());
    }

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task Keys_whose_time_was_up_since_are_not_missed(string appendOnly)
    {
        if (OperatingSystem.IsWindows()) { return; }
        using TestServer other = new();
        await using RedisClient source = await TestClient.ConnectAsync(other);
        _ = await source.PipelineAsync([.. Enumerable.Range(0, 20).Select(i => new RedisCommand("SET", $"short:{i}", "1", "PX", 1500))]);
        await source.DoAsync("SET", "lasting", "1");
        RedisBackup backup = await BackUpAsync(source);
        await Task.Delay(1600);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}").StartAsync();

        RestoreResult result = await server.RestoreAsync(backup);

        Assert.Equal((1L, 20L, true), (result.ExpectedKeys, result.ExpiredKeys, result.IsVerified));
        Assert.Equal("1", server.Send("GET", "lasting"));
        Assert.Null(server.Send("GET", "short:1"));
    }

    [Fact]
    public async Task The_password_in_the_configuration_file_is_enough()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer("requirepass secret").StartAsync();

        RestoreResult result = await server.RestoreAsync(backup);

        Assert.Equal((backup.Keys, 0L, true), (result.Keys, result.PreviousKeys, result.IsVerified));
    }

    [Fact]
    public async Task A_server_that_does_not_say_what_it_holds_is_left_alone()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync(fixture.Client);
        using ManagedServer server = await new ManagedServer("user default on >other ~* &* +@all").StartAsync();

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.PlanAsync(backup));

        Assert.Equal(BackupFailure.Refused, error.Failure);
        Assert.Contains("-Credential", error.Remedy, StringComparison.Ordinal);
        ServerRestoreOptions options = new() { Access = new ServiceAccess(null, new RedisSecret("other")) };
        Assert.True((await server.RestoreAsync(backup, options)).IsVerified);
    }

    private static long OtherDatabases(RedisBackup backup) => backup.KeysByDatabase.Where(pair => pair.Key != "0").Sum(pair => pair.Value);

    private static async Task<string> SettingAsync(ManagedServer server, string name)
    {
        await using RedisClient client = await RedisClient.ConnectAsync(server.Options);
        return (await client.ExecuteAsync("CONFIG", default, "GET", name)).AsPairs().Single().Value.AsText()!;
    }

    private async Task<RedisBackup> BackUpAsync(RedisClient client, bool compress = false) =>
        await new BackupRun(client, null, new BackupOptions { Folder = _folder.FullName, Compress = compress }).RunAsync(default);
}
