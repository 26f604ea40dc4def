using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Hosts;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>What becomes of the data that was there before, when a whole server is restored and when that fails.</summary>
public sealed class ServerRestoreKeptTests : IDisposable
{
    private const string Whole = "What was there before is in its place again, and the server runs with it.";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-restore-kept-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("no", true)]
    [InlineData("no", false)]
    [InlineData("yes", true)]
    [InlineData("yes", false)]
    public async Task A_failed_restore_loses_nothing_also_where_nothing_was_to_be_kept(string appendOnly, bool keep)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("save \"\"", $"appendonly {appendOnly}").StartAsync();
        _ = server.Send("MSET", "live:1", "a", "live:2", "b");
        server.BeforeNextStart("rm -rf data/dump.rdb data/appendonlydir");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup, new ServerRestoreOptions { KeepOld = keep }));

        Assert.EndsWith(Whole, error.Message, StringComparison.Ordinal);
        Assert.Equal(("a", "b", "2"), (server.Send("GET", "live:1"), server.Send("GET", "live:2"), server.Send("DBSIZE")));
        Assert.DoesNotContain(server.Data(), name => name.StartsWith("redisps-old", StringComparison.Ordinal) || name.StartsWith('.'));
    }

    [Theory]
    [InlineData(true, "a")]
    [InlineData(false, null)]
    public async Task A_failed_restore_says_what_was_lost_because_nothing_was_saved(bool saved, string? expected)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("save \"\"").StartAsync();
        if (saved)
        {
            _ = server.Send("SET", "old", "a");
            _ = server.Send("SAVE");
        }

        _ = server.Send("MSET", "old", "b", "other", "c");
        server.BeforeNextStart("rm -f data/dump.rdb");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup, new ServerRestoreOptions { KeepOld = false, NoSave = true }));

        Assert.DoesNotContain(Whole, error.Message, StringComparison.Ordinal);
        Assert.Contains("2 changes that were in no file are LOST: the server was stopped without saving (-NoSave).", error.Message, StringComparison.Ordinal);
        Assert.Contains(saved ? "It has 1 keys now, and had 2 before." : "There were no files before", error.Message, StringComparison.Ordinal);
        Assert.Equal(expected, server.Send("GET", "old"));
    }

    [Theory]
    [InlineData("save \"\"")]
    [InlineData("save 3600 1")]
    public async Task What_was_written_while_the_backup_was_unpacked_is_in_the_old_data(string save)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer(save).StartAsync();
        _ = server.Send("SET", "old", "a");
        _ = server.Send("SAVE");
        ServerRestoreOptions options = new() { Report = step => { if (step.StartsWith("Copying", StringComparison.Ordinal)) { _ = server.Send("SET", "late", "1"); } } };

        RestoreResult result = await server.RestoreAsync(backup, options);

        Assert.Equal("1", await ManagedServer.LoadAsync(result.OldDataPath!, "no", "late"));
        Assert.Equal(2, result.PreviousKeys);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task Every_write_that_was_acknowledged_is_in_the_old_data(string appendOnly)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("save \"\"", $"appendonly {appendOnly}").StartAsync();
        _ = server.Send("INCR", "written");
        Task<long> writer = Task.Run(() => Write(server.Port));

        RestoreResult result = await server.RestoreAsync(backup);

        long acknowledged = await writer;
        Assert.True(acknowledged > 1, "The writer wrote nothing.");
        long kept = long.Parse((await ManagedServer.LoadAsync(result.OldDataPath!, appendOnly, "written"))!, CultureInfo.InvariantCulture);
        Assert.InRange(kept, acknowledged, acknowledged + 1);
    }

    [Fact]
    public async Task An_append_only_file_that_the_next_start_does_not_read_does_not_stand_for_a_snapshot()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("save \"\"", "appendonly no").StartAsync();
        _ = server.Send("CONFIG", "SET", "appendonly", "yes");

        // While it writes the first one it refuses to end.
        while (server.Send("INFO", "persistence") is { } state && (state.Contains("aof_rewrite_in_progress:1", StringComparison.Ordinal) || state.Contains("aof_rewrite_scheduled:1", StringComparison.Ordinal))) { await Task.Delay(20); }
        _ = server.Send("SET", "live", "a");
        server.BeforeNextStart("rm -rf data/dump.rdb data/appendonlydir");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup));

        Assert.EndsWith(Whole, error.Message, StringComparison.Ordinal);
        Assert.Equal("a", server.Send("GET", "live"));
    }

    [Fact]
    public async Task Ended_in_the_middle_it_says_what_is_lost()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("save \"\"").StartAsync();
        _ = server.Send("SET", "old", "a");
        using CancellationTokenSource stop = new();
        ServerRestoreOptions options = new() { NoSave = true, Report = step => { if (step.StartsWith("Start", StringComparison.Ordinal)) { stop.Cancel(); } } };
        ServerRestore restore = new(server.Host, backup, await server.ServiceAsync(), options);
        ServerRestorePlan plan = await restore.PlanAsync(default);

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => restore.RunAsync(plan, stop.Token));

        Assert.Contains("It was ended. There were no files before, and the server runs with none. 1 changes that were in no file are LOST", error.Message, StringComparison.Ordinal);
        Assert.Equal("0", server.Send("DBSIZE"));
    }

    [Fact]
    public async Task A_service_that_stops_its_server_without_saving_is_found_out()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("save \"\"").StartAsync();
        _ = server.Send("SET", "old", "a");
        _ = server.Send("SAVE");
        _ = server.Send("MSET", "old", "b", "other", "c");
        server.BeforeNextStop("kill -KILL $pid");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup));

        Assert.Contains("dump.rdb was not written. The files that were there before are in their place again, and the server runs with them. 2 changes that were in no file are LOST: the server was stopped without saving. It has 1 keys now, and had 2 before.", error.Message, StringComparison.Ordinal);
        Assert.Equal((2, "a"), (server.Starts, server.Send("GET", "old")));
        Assert.Equal(["dump.rdb"], server.Data());
    }

    [Fact]
    public async Task What_could_not_be_put_back_is_not_put_at_risk()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("appendonly yes").StartAsync();
        _ = server.Send("CONFIG", "SET", "appendonly", "no");
        _ = server.Send("SET", "live", "a");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup));

        Assert.Equal(BackupFailure.Refused, error.Failure);
        Assert.Contains("an append-only file that it does not write now", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, "a"), (server.Starts, server.Send("GET", "live")));
        Assert.Equal("2", (await server.RestoreAsync(backup, new ServerRestoreOptions { NoSave = true })).Keys?.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_server_that_became_a_replica_meanwhile_is_not_stopped()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("save \"\"").StartAsync();
        _ = server.Send("SET", "live", "a");
        ServerRestoreOptions options = new() { Report = step => { if (step.StartsWith("Copying", StringComparison.Ordinal)) { _ = server.Send("REPLICAOF", "127.0.0.1", "1"); } } };

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup, options));

        Assert.Equal(BackupFailure.Changed, error.Failure);
        Assert.Equal((1, "a"), (server.Starts, server.Send("GET", "live")));
        Assert.Empty(server.Data());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Old_data_stays_while_nobody_has_seen_the_new(bool keep)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer server = await new ManagedServer("user default on >secret ~* &* +@all").StartAsync();
        using (RawRedis raw = RawRedis.Connect(server.Port))
        {
            _ = raw.Send("AUTH", "secret");
            _ = raw.Send("ACL", "SETUSER", "default", "nopass");
            _ = raw.Send("SET", "old", "a");
        }

        RestoreResult result = await server.RestoreAsync(backup, new ServerRestoreOptions { KeepOld = keep });

        Assert.Equal((null, null, false), (result.Keys, result.LoadedKeys, result.IsVerified));
        Assert.Contains("nothing was compared", result.Note, StringComparison.Ordinal);
        Assert.Equal(!keep, result.Note.Contains("The old data was not removed", StringComparison.Ordinal));
        Assert.Equal("a", await ManagedServer.LoadAsync(result.OldDataPath!, "no", "old"));
    }

    [Fact]
    public async Task A_plan_says_what_is_stopped_without_saving()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync();
        using ManagedServer snapshots = await new ManagedServer("save \"\"").StartAsync();
        using ManagedServer appends = await new ManagedServer("appendonly yes").StartAsync();
        string none = (await snapshots.PlanAsync(backup)).ToString();
        _ = snapshots.Send("MSET", "old:1", "a", "old:2", "b");

        Assert.EndsWith("; the service is stopped and saves first; the old data is kept beside it", none, StringComparison.Ordinal);
        Assert.EndsWith("; the service is stopped and saves 2 unsaved changes first; the old data is REMOVED once the new is loaded and its counts are right", (await snapshots.PlanAsync(backup, new ServerRestoreOptions { KeepOld = false })).ToString(), StringComparison.Ordinal);
        Assert.EndsWith("; the service is stopped WITHOUT saving, and 2 changes that are in no file are LOST, also if the restore fails; the old data is kept beside it", (await snapshots.PlanAsync(backup, new ServerRestoreOptions { NoSave = true })).ToString(), StringComparison.Ordinal);
        Assert.Contains("; the service is stopped without saving, for its append-only file holds everything; its append-only file is begun anew; ", (await appends.PlanAsync(backup)).ToString(), StringComparison.Ordinal);
    }

    private static long Write(int port)
    {
        long acknowledged = 0;
        try
        {
            using RawRedis raw = RawRedis.Connect(port);
            while (long.TryParse(raw.Send("INCR", "written"), NumberStyles.None, CultureInfo.InvariantCulture, out long written)) { acknowledged = written; }
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or RawRedisException)
        {
            // The server is gone.
        }

        return acknowledged;
    }

    private async Task<RedisBackup> BackUpAsync()
    {
        using TestServer source = new();
        await using RedisClient client = await TestClient.ConnectAsync(source);
        await client.DoAsync("MSET", "kept:1", "one", "kept:2", "two");
        return await new BackupRun(client, null, new BackupOptions { Folder = _folder.FullName, Name = "kept" }).RunAsync(default);
    }
}
