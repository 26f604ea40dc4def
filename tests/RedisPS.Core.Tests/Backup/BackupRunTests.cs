using System.Text;
using System.Text.Json;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Files;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Rdb;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Tests.Rdb;
using RedisPS.Core.Values;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

public sealed class BackupRunTests(RdbFixture fixture) : IClassFixture<RdbFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(BackupMethod.Replication, false)]
    [InlineData(BackupMethod.Replication, true)]
    [InlineData(BackupMethod.Logical, false)]
    [InlineData(BackupMethod.Logical, true)]
    public async Task A_backup_holds_what_the_server_holds(BackupMethod method, bool compress)
    {
        RedisBackup backup = await Run(method, compress).RunAsync(default);
        Assert.True(backup.IsVerified);
        Assert.Equal(RdbChecksum.Good, backup.Checksum);
        Assert.Equal(method == BackupMethod.Replication, backup.IsPointInTime);
        Assert.Equal(method == BackupMethod.Replication, backup.ReplicationId is not null);
        Assert.Equal(await fixture.Client.SizeAsync(), backup.KeysByDatabase["0"]);
        Assert.Equal(1, backup.KeysByDatabase["7"]);
        Assert.Equal(new FileInfo(backup.Path).Length, backup.Bytes);
        Assert.Equal(2, backup.ExpiringKeys);

        // What a client reads from the backup is what it reads from the server's own file.
        Dictionary<string, string> expected = Payloads(new MemoryStream(fixture.File));
        Dictionary<string, string> found = Payloads(BackupData.Open(backup.Path));
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        BackupTest test = await BackupVerifier.TestAsync(backup);
        Assert.True(test.IsGood, test.Problem);
        Assert.True(test.IsUnchanged);
        Assert.Equal(backup.Keys, test.Keys);
        Assert.Equal([backup.Name], new BackupFolder(_folder.FullName).List().Select(one => one.Name));
        Assert.Empty(Partials());
    }

    [Theory]
    [InlineData(BackupMethod.Replication)]
    [InlineData(BackupMethod.Logical)]
    public async Task A_server_that_starts_with_the_backup_has_the_same_digest(BackupMethod method)
    {
        string expected = (await fixture.Client.TextAsync("DEBUG", "DIGEST"))!;
        RedisBackup backup = await Run(method).RunAsync(default);
        using TestServer restored = new("save \"\"", "databases 16", "enable-debug-command local");
        File.Copy(backup.Path, Path.Combine(restored.DataDirectory, "dump.rdb"), overwrite: true);
        restored.Restart();

        // Only now: a connection from before may not have noticed yet that its server is gone.
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(restored));
        Assert.Equal(expected, await client.TextAsync("DEBUG", "DIGEST"));
    }

    [Fact]
    public async Task Under_load_the_snapshot_is_one_point_in_time()
    {
        using TestServer server = new("save \"\"", "repl-diskless-sync-delay 0");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server));
        using CancellationTokenSource stop = new();

        // Two keys that are always equal, because they change in one transaction.
        await client.DoAsync("MSET", "first", "0", "second", "0");
        Task writer = Task.Run(async () =>
        {
            await using RedisClient other = await RedisClient.ConnectAsync(TestClient.For(server));
            for (int i = 1; !stop.IsCancellationRequested; i++)
            {
                await other.DoAsync("MSET", "first", i, "second", i, $"filler:{i % 5000}", new string('x', 100));
            }
        });
        for (int round = 0; round < 5; round++)
        {
            RedisBackup backup = await new BackupRun(client, null, new BackupOptions { Folder = _folder.FullName, Name = $"load{round}" }).RunAsync(default);
            using BackupContent content = new(backup, new BackupQuery { Keys = new KeyQuery { Patterns = ["first", "second"] }, Values = new() });
            object?[] values = [.. content.Read().Cast<RedisValue>().Select(value => value.Value)];
            Assert.Equal(2, values.Length);
            Assert.Equal(values[0], values[1]);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_leaves_nothing_and_touches_nothing()
    {
        using TestServer server = new("save \"\"", "repl-diskless-sync-delay 0", "enable-debug-command local", "rdb-key-save-delay 100");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { MaxRetry = 0 });
        RedisBackup earlier = await new BackupRun(client, null, new BackupOptions { Folder = _folder.FullName, Name = "earlier" }).RunAsync(default);
        await client.PopulateAsync(200_000, "key");
        int killed = 0;
        BackupOptions options = new()
        {
            Folder = _folder.FullName,
            Name = "later",
            Progress = progress =>
            {
                if (progress.Bytes > 0 && Interlocked.Exchange(ref killed, 1) == 0) { server.Kill(); }
            },
        };
        _ = await Assert.ThrowsAsync<RedisConnectionException>(() => new BackupRun(client, null, options).RunAsync(default));
        Assert.Equal(["earlier.rdb", "earlier.rdb.json"], Directory.GetFiles(_folder.FullName).Select(path => Path.GetFileName(path)!).Where(name => !name.StartsWith(".failed-", StringComparison.Ordinal)).Order());
        Assert.True((await BackupVerifier.TestAsync(earlier)).IsGood);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_nothing()
    {
        // A device that is always full stands in for the folder's file.
        if (!OperatingSystem.IsLinux()) { return; }
        using BackupData data = new(Path.Combine(_folder.FullName, "full.rdb"), compress: false, verify: false);
        BackupException e = BackupData.WriteFailed("/dev/full", Assert.Throws<IOException>(() =>
        {
            using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.None, 0);
            full.Write(new byte[10]);
        }));
        Assert.Equal(BackupFailure.NoSpace, e.Failure);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task An_existing_file_is_never_replaced()
    {
        RedisBackup first = await Run(BackupMethod.Replication, name: "same").RunAsync(default);
        DateTime written = File.GetLastWriteTimeUtc(first.Path);
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => Run(BackupMethod.Replication, name: "same").RunAsync(default));
        Assert.Equal(BackupFailure.AlreadyExists, e.Failure);
        Assert.Equal(written, File.GetLastWriteTimeUtc(first.Path));
        Assert.Empty(Partials());
    }

    [Fact]
    public async Task Backups_of_one_second_do_not_get_in_each_other_s_way()
    {
        for (int i = 0; i < 4; i++) { _ = await Run(BackupMethod.Logical).RunAsync(default); }
        Assert.Equal(4, new BackupFolder(_folder.FullName).List().Select(backup => backup.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_user_without_the_right_gets_the_server_s_refusal_and_no_file()
    {
        using HardenedServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server, "read-only");
        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => new BackupRun(client, null, new BackupOptions { Folder = _folder.FullName }).RunAsync(default));
        Assert.Equal("NOPERM", e.Code);
        Assert.Contains("replconf", BackupAttempt.Find(_folder.FullName, server.EndPoint)!.Problem, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(".failed-", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder.FullName))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_arrives_damaged_is_not_kept()
    {
        using BackupData data = new(Path.Combine(_folder.FullName, "damaged.rdb"), compress: false, verify: true);
        byte[] damaged = [.. fixture.File];
        damaged[damaged.Length / 2] ^= 1;
        BackupException e = await Assert.ThrowsAsync<BackupException>(async () =>
        {
            foreach (byte[] block in damaged.Chunk(1000)) { await data.WriteAsync(block, default); }
            _ = await data.FinishAsync();
        });
        Assert.Equal(BackupFailure.Damaged, e.Failure);
        data.Dispose();
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task A_file_that_was_changed_or_cut_later_is_found()
    {
        RedisBackup backup = await Run(BackupMethod.Replication, compress: true).RunAsync(default);
        byte[] whole = await File.ReadAllBytesAsync(backup.Path);
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = [.. whole];
            int at = (int)((long)i * (whole.Length - 1) / 39);
            damaged[at] ^= 0x10;
            await File.WriteAllBytesAsync(backup.Path, i % 4 == 0 ? damaged[..at] : damaged);
            BackupTest test = await BackupVerifier.TestAsync(backup);
            Assert.False(test.IsGood, $"byte {at}");
            Assert.False(test.IsUnchanged);
        }
    }

    [Fact]
    public async Task Companions_hold_no_secret_and_a_refusal_leaves_no_half()
    {
        using TestServer server = new("save \"\"", "masterauth hush-hush");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server));
        BackupOptions options = new() { Folder = _folder.FullName, Name = "beside", IncludeConfiguration = true, IncludeAcl = true };
        RedisBackup backup = await new BackupRun(client, null, options).RunAsync(default);
        string settings = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, backup.Companions["configuration"]));
        Assert.Contains("maxmemory-policy", settings, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", settings, StringComparison.Ordinal);
        Assert.Contains("user default", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, backup.Companions["acl"])), StringComparison.Ordinal);
        BackupFolder.Remove(backup);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task A_logical_backup_names_the_keys_that_it_may_not_read()
    {
        using HardenedServer server = new();
        _ = server.Send("MSET", "cache:1", "a", "private", "b");
        await using RedisClient client = await TestClient.ConnectAsync(server, "cache-only");
        BackupRun run = new(client, null, new BackupOptions { Folder = _folder.FullName, Method = BackupMethod.Logical });
        RedisBackup backup = await run.RunAsync(default);
        Assert.Equal(1, backup.Keys);
        Assert.Equal(1, backup.FailedKeys);
        (RedisKey key, string error) = Assert.Single(run.Failures);
        Assert.Equal("private", key.ToString());
        Assert.Contains("NOPERM", error, StringComparison.Ordinal);
        Assert.Contains(backup.Notes, note => note.StartsWith("No whole backup: 1 key could not be read", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(3 << 20)]
    public async Task A_key_to_which_a_module_attached_something_is_named_and_not_written_wrongly(int bytes)
    {
        // Its payload, as Redis 8.6 makes it, does not begin with the type.
        string plain = "\0\u0001v" + "\u000d\0" + new string('\0', 8);
        string attached = "\u00f3\u0001" + new string('m', bytes) + "\u000d\0" + new string('\0', 8);
        using FakeServer server = new(async connection =>
        {
            while (await connection.ReadCommandAsync() is { } command)
            {
                string info = command is ["INFO", "keyspace"] ? "db0:keys=2,expires=0" : "redis_version:8.6.0\r\nloading:0";
                string payload = command is ["DUMP", "b"] ? attached : plain;
                await connection.SendAsync(Encoding.Latin1.GetBytes(command[0] switch
                {
                    "INFO" => $"${info.Length + 2}\r\n{info}\r\n\r\n",
                    "PING" => "+PONG\r\n",
                    "COMMAND" => "*0\r\n",
                    "RANDOMKEY" => "$1\r\na\r\n",
                    "SCAN" => "*2\r\n$1\r\n0\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n",
                    "DUMP" => $"${payload.Length}\r\n{payload}\r\n",
                    "PTTL" or "PEXPIRETIME" => ":-1\r\n",
                    "DBSIZE" => ":2\r\n",
                    "HELLO" or "FUNCTION" => "-ERR unknown command\r\n",
                    _ => "+OK\r\n",
                }));
            }
        });
        await using RedisClient client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", server.Port) });
        BackupRun run = new(client, null, new BackupOptions { Folder = _folder.FullName, Method = BackupMethod.Logical });

        RedisBackup backup = await run.RunAsync(default);

        Assert.Equal((1L, 1L, 13, false), (backup.Keys, backup.FailedKeys, backup.RdbVersion, backup.IsVerified));
        (RedisKey key, string error) = Assert.Single(run.Failures);
        Assert.Equal("b", key.ToString());
        Assert.Contains("A module has attached something", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_tells_all_that_the_backup_tells()
    {
        RedisBackup backup = await Run(BackupMethod.Replication).RunAsync(default);
        RedisBackup read = BackupFolder.Find(backup.ManifestPath);
        Assert.Equal(JsonSerializer.Serialize(backup), JsonSerializer.Serialize(read));
        Assert.Equal(backup.Path, read.Path);
    }

    private BackupRun Run(BackupMethod method, bool compress = false, string? name = null) =>
        new(fixture.Client, "test", new BackupOptions { Folder = _folder.FullName, Method = method, Compress = compress, Name = name });

    private IEnumerable<string> Partials() => Directory.EnumerateFiles(_folder.FullName, DurableFile.PartialPrefix + "*");

    private static Dictionary<string, string> Payloads(Stream stream)
    {
        using Stream closed = stream;
        RdbReader reader = new(stream);
        Dictionary<string, string> found = [];
        while (reader.ReadKey())
        {
            RdbKey key = reader.Current;
            RdbValueFacts facts = reader.SkipValue();
            found[$"{key.Database} {key.Key} {facts.Type} {facts.Length} {key.ExpiresAtMilliseconds}"] = "";
        }

        return found;
    }
}
