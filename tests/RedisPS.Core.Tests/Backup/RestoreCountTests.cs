using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Server;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>What a server loaded, beside what the backup holds: clients that write at once do not hide a loss, and are not taken for one.</summary>
public sealed class RestoreCountTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-restore-count-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("no", "MSET app:1 1 app:2 2", 5)]
    [InlineData("yes", "MSET app:1 1 app:2 2", 5)]
    [InlineData("no", "DEL kept:1", 2)]
    [InlineData("yes", "DEL kept:1", 2)]
    [InlineData("no", "FLUSHALL", 0)]
    public async Task Clients_that_write_as_soon_as_it_answers_do_not_turn_it_back(string appendOnly, string command, long keys)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync("MSET kept:1 1 kept:2 2", "SELECT 3", "SET kept:3 3");
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}").StartAsync();
        _ = server.Send("SET", "old", "a");

        RestoreResult result = await server.RestoreAsync(backup, new ServerRestoreOptions { Report = step => { if (IsReady(step)) { _ = server.Send(command.Split(' ')); } } });

        Assert.Equal((true, 3L, 3L, keys), (result.IsVerified, result.LoadedKeys, result.ExpectedKeys, result.Keys));
        Assert.Contains($"Since then its keys have changed: database 0 has {keys - (keys > 0 ? 1 : 0)}, and the backup 2", result.Note, StringComparison.Ordinal);
        Assert.Equal(keys > 2 ? "1" : "0", server.Send("EXISTS", "app:1"));
    }

    [Theory]
    [InlineData("no", "")]
    [InlineData("no", "SET kept:1 1")]
    [InlineData("no", "MSET kept:1 1 kept:2 2 kept:3 3 kept:4 4")]
    [InlineData("yes", "")]
    [InlineData("yes", "SET kept:1 1")]
    [InlineData("yes", "MSET kept:1 1 kept:2 2 kept:3 3 kept:4 4")]
    public async Task A_server_that_loads_fewer_or_more_is_turned_back_also_when_clients_fill_the_gap(string appendOnly, string loaded)
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync("MSET kept:1 1 kept:2 2", "SELECT 3", "SET kept:3 3");
        RedisBackup other = loaded.Length == 0 ? backup : await BackUpAsync(loaded);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}").StartAsync();
        _ = server.Send("SET", "old", "a");
        string target = appendOnly == "yes" ? "data/appendonlydir/appendonly.aof.1.base.rdb" : "data/dump.rdb";
        server.BeforeNextStart(loaded.Length == 0 ? "rm -rf data/dump.rdb data/appendonlydir" : $"cat '{other.Path}' > {target}");

        bool filled = false;
        void Fill(string step)
        {
            if (!IsReady(step) || filled) { return; }
            filled = true;
            _ = server.Send("FLUSHALL");
            _ = server.Send("MSET", "kept:1", "1", "kept:2", "2");
            _ = server.Send("EVAL", "redis.call('select', 3) return redis.call('set', 'kept:3', '3')", "0");
        }

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup, new ServerRestoreOptions { Report = Fill }));

        Assert.True(filled);
        Assert.Contains($"loaded {(loaded.Length == 0 ? 0 : other.Keys)} keys", error.Message, StringComparison.Ordinal);
        Assert.Contains("and the backup holds 3", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("What was there before is in its place again, and the server runs with it.", error.Message, StringComparison.Ordinal);
        Assert.Equal("a", server.Send("GET", "old"));
    }

    [Fact]
    public async Task A_server_without_room_for_the_backup_is_turned_back()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync("EVAL for_i=1,200_do_redis.call('set','k'..i,string.rep('x',50000))end 0");
        using ManagedServer server = await new ManagedServer("maxmemory 6mb", "maxmemory-policy allkeys-random").StartAsync();
        _ = server.Send("SET", "old", "a");

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup));

        Assert.Contains("evicted", error.Message, StringComparison.Ordinal);
        Assert.Contains("Set-RedisMaxMemory", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("a", server.Send("GET", "old"));
    }

    [Fact]
    public async Task A_server_that_comes_up_as_a_replica_is_turned_back()
    {
        if (OperatingSystem.IsWindows()) { return; }
        RedisBackup backup = await BackUpAsync("SET kept:1 1");
        using ManagedServer server = await new ManagedServer().StartAsync();
        _ = server.Send("SET", "old", "a");
        server.BeforeNextStart("cp redis.conf redis.conf.was; echo 'replicaof 127.0.0.1 1' >> redis.conf");
        bool turned = false;
        ServerRestoreOptions options = new()
        {
            Report = step =>
            {
                if (!step.StartsWith("Putting", StringComparison.Ordinal)) { return; }
                turned = true;
                File.Move(server.ConfigFile + ".was", server.ConfigFile, overwrite: true);
            },
        };

        BackupException error = await Assert.ThrowsAsync<BackupException>(() => server.RestoreAsync(backup, options));

        Assert.True(turned);
        Assert.Contains("it is a replica of 127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.Equal("a", server.Send("GET", "old"));
    }

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task Hashes_whose_fields_have_all_expired_are_not_missed(string appendOnly)
    {
        if (OperatingSystem.IsWindows()) { return; }
        using TestServer source = new("enable-debug-command local");
        await using RedisClient client = await TestClient.ConnectAsync(source);
        if (!client.Capabilities.Supports("HPEXPIRE")) { return; }
        RedisBackup backup = await BackUpFieldsAsync(client, _folder.FullName);
        using ManagedServer server = await new ManagedServer($"appendonly {appendOnly}").StartAsync();

        // Until the first of them is gone, and later: both are right.
        for (int i = 0; i < 2; i++)
        {
            RestoreResult result = await server.RestoreAsync(backup);

            Assert.Equal((true, 4L, 3L, ""), (result.IsVerified, result.ExpectedKeys, result.ExpiredKeys, result.Note));
            while (server.Send("DBSIZE") != "4") { await Task.Delay(20); }
        }
    }

    [Theory]
    [InlineData("db0:keys=3,expires=1", true, "")]
    [InlineData("db0:keys=4,expires=1", false, "database 0 has 4 keys, and the backup 3")]
    [InlineData("db0:keys=3,expires=1\ndb7:keys=1,expires=0", false, "database 7 has 1 keys, and the backup 0")]
    [InlineData("db0:keys=2,expires=1", null, "database 0 has 2 keys, and the backup 3")]
    [InlineData("rdb_last_load_keys_loaded:3\nrdb_last_load_keys_expired:0\ndb0:keys=3,expires=1", true, "")]
    [InlineData("rdb_last_load_keys_loaded:3\nrdb_last_load_keys_expired:0\ndb0:keys=9,expires=1", true, "database 0 has 9, and the backup 3")]
    [InlineData("rdb_last_load_keys_loaded:2\nrdb_last_load_keys_expired:0\ndb0:keys=3,expires=1", null, "loaded 2 keys and left out 0")]
    [InlineData("rdb_last_load_keys_loaded:4\nrdb_last_load_keys_expired:0\ndb0:keys=3,expires=1", null, "loaded 4 keys and left out 0")]
    [InlineData("rdb_last_load_keys_loaded:2\nrdb_last_load_keys_expired:1\ndb0:keys=3,expires=1", null, "loaded 2 keys and left out 1")]
    public async Task What_it_says_it_loaded_counts_and_where_it_does_not_say_what_it_has(string info, bool? verified, string expected)
    {
        RedisBackup backup = await BackUpAsync("MSET kept:1 1 kept:2 2 kept:3 3");
        BackupTest test = await BackupVerifier.TestAsync(backup);
        RestoreCount count = RestoreCount.Read(backup, test, loadingAt: null, now: 0, default);

        string? failure = count.Compare(ServerInfo.Parse(info), out bool isVerified, out string note);

        Assert.Equal((verified is null, verified ?? false), (failure is not null, isVerified));
        if (expected.Length > 0) { Assert.Contains(expected, failure ?? note, StringComparison.Ordinal); }
        else { Assert.Equal("", note); }
    }

    /// <summary>Seven keys, of which a string, a small and a large hash are to go by their expiry; their time is up when the backup is made.</summary>
    internal static async Task<RedisBackup> BackUpFieldsAsync(RedisClient client, string folder)
    {
        await client.DoAsync("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        await client.DoAsync("MSET", "lasting:1", "1", "lasting:2", "2");
        await client.DoAsync("HSET", "gone:small", "f", "v", "g", "w");
        await client.DoAsync("HSET", "partly", "f", "v", "g", "w");
        await client.DoAsync("HSET", "later", "f", "v");
        await client.DoAsync(["HSET", "gone:large", .. Enumerable.Range(0, 600).SelectMany(i => new RedisArgument[] { $"field {i}", "v" })]);
        long at = DateTimeOffset.UtcNow.AddSeconds(3).ToUnixTimeMilliseconds();
        await client.DoAsync("SET", "gone:string", "1", "PXAT", at);
        await client.DoAsync("HPEXPIREAT", "gone:small", at, "FIELDS", "2", "f", "g");
        await client.DoAsync("HPEXPIREAT", "partly", at, "FIELDS", "1", "f");
        await client.DoAsync("HPEXPIREAT", "later", "4000000000000", "FIELDS", "1", "f");
        await client.DoAsync(["HPEXPIREAT", "gone:large", at, "FIELDS", "600", .. Enumerable.Range(0, 600).Select(i => (RedisArgument)$"field {i}")]);
        while (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() <= at) { await Task.Delay(50); }
        RedisBackup backup = await new BackupRun(client, null, new BackupOptions { Folder = folder }).RunAsync(default);
        Assert.Equal(7, backup.Keys);
        await client.DoAsync("DEBUG", "SET-ACTIVE-EXPIRE", "1");
        return backup;
    }

    private static bool IsReady(string step) => step.Contains("it answers and has loaded its data", StringComparison.Ordinal);

    private async Task<RedisBackup> BackUpAsync(params string[] commands)
    {
        using TestServer source = new();
        await using RedisClient client = await TestClient.ConnectAsync(source);
        int database = 0;
        foreach (string command in commands)
        {
            string[] words = command.Split(' ');
            if (words[0] == "SELECT") { database = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture); }
            else { await client.ForDatabase(database).DoAsync([.. words.Select(word => (RedisArgument)(words[0] == "EVAL" ? word.Replace('_', ' ') : word))]); }
        }

        return await new BackupRun(client, null, new BackupOptions { Folder = _folder.FullName, Name = Guid.NewGuid().ToString("N") }).RunAsync(default);
    }
}
