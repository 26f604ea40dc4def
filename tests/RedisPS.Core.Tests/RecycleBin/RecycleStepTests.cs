using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Tests.Rdb;
using RedisPS.Core.Transfer;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.RecycleBin;

public sealed class RecycleStepTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redisps-recycle-");
    private readonly RecycleFolder _folder;

    public RecycleStepTests() => _folder = new RecycleFolder(Path.Combine(_root.FullName, "bin"));

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Every_key_is_removed_and_comes_back_as_it_was()
    {
        using RdbFixture fixture = new();
        string? before = await fixture.Client.TextAsync("DEBUG", "DIGEST");
        long size = await fixture.Client.SizeAsync();
        OperationResult removed = await RecycleAsync(fixture.Client, KeySource.Walk(new KeyQuery()));
        Assert.Equal((size, size, 0L), (removed.Matched, removed.Succeeded, await fixture.Client.SizeAsync()));
        Assert.Equal(_folder.Path, removed.RecyclePath);
        RecycledOperation operation = _folder.Find(removed.OperationId.ToString());
        Assert.Equal((size, true, 0), (operation.Keys, operation.IsComplete, operation.Database));
        Assert.Equal(fixture.Client.Endpoint.ToString(), operation.Server);
        OperationResult restored = await RestoreAsync(operation, fixture.Client);
        Assert.Equal((size, 0L), (restored.Succeeded, restored.Failed));
        Assert.Equal(before, await fixture.Client.TextAsync("DEBUG", "DIGEST"));
        Assert.Equal(4_000_000_000_123, await fixture.Client.NumberAsync("PEXPIRETIME", "text"));
    }

    [Fact]
    public async Task Nobody_else_may_read_it()
    {
        if (OperatingSystem.IsWindows()) { return; }
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "a", "1");
        _ = await RecycleAsync(client, KeySource.Keys(["a"]));
        RecycledOperation operation = Assert.Single(_folder.List());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(operation.Path));
    }

    [Fact]
    public async Task What_is_not_on_disk_is_not_removed()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "a", "1");
        File.WriteAllText(_folder.Path, "in the way");
        TransferException error = await Assert.ThrowsAsync<TransferException>(() => RecycleAsync(client, KeySource.Keys(["a"])));
        Assert.Equal(TransferFailure.NotWritable, error.Failure);
        Assert.Equal(1, await client.SizeAsync());
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_stays()
    {
        using TestServer server = new();
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        await admin.DoAsync("MSET", "a:1", "1", "b:1", "1", "c:1", "1");
        await admin.DoAsync("ACL", "SETUSER", "half", "on", ">p", "%RW~a:*", "%W~b:*", "%R~c:*", "+@all");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { User = "half", Password = new RedisSecret("p") });
        OperationResult result = await RecycleAsync(client, KeySource.Keys(["a:1", "b:1", "c:1", "a:gone"]));
        Assert.Equal((1L, 1L, 2L), (result.Succeeded, result.Skipped, result.Failed));
        Assert.All(result.Errors, error => Assert.Equal("NOPERM", error.Code));
        Assert.Equal((0L, 2L), (await admin.NumberAsync("EXISTS", "a:1"), await admin.NumberAsync("EXISTS", "b:1", "c:1")));
        RecycledOperation operation = Assert.Single(_folder.List());
        Assert.Equal("a:1", Assert.Single(RecycleBinContents.Keys(operation, ["*"])).Key);
    }

    [Fact]
    public async Task What_changes_while_it_is_kept_is_kept_again_as_it_is_then()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "counter", "0");
        using CancellationTokenSource stop = new();
        long last = 0;
        await using RedisClient writer = await TestClient.ConnectAsync(server);
        Task writing = Task.Run(async () =>
        {
            // Only while the key is there: a write that comes after the removal would make a new key.
            while (!stop.IsCancellationRequested)
            {
                RespValue reply = await writer.ExecuteAsync("EVAL", default, "if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('INCR', KEYS[1]) end return -1", "1", "counter");
                if (reply.Integer < 0) { return; }
                last = reply.Integer;
            }
        });
        List<RedisKey> keys = [.. Enumerable.Range(0, 50).Select(i => (RedisKey)$"other:{i}")];
        foreach (RedisKey key in keys) { await client.DoAsync("SET", key, "x"); }
        OperationResult result = await RecycleAsync(client, KeySource.Keys([.. keys, "counter"]));
        await stop.CancelAsync();
        await writing;
        Assert.Equal(50, result.Succeeded - (await client.NumberAsync("EXISTS", "counter") == 0 ? 1 : 0));
        RecycledOperation operation = Assert.Single(_folder.List());
        Assert.Equal(result.Succeeded, operation.Keys);
        if (result.Failed == 1)
        {
            Assert.Equal("CHANGED", Assert.Single(result.Errors).Code);
            return;
        }

        // What was counted last is what was kept: no write was lost.
        _ = await RestoreAsync(operation, client);
        Assert.Equal(last.ToString(System.Globalization.CultureInfo.InvariantCulture), await client.TextAsync("GET", "counter"));
    }

    [Fact]
    public async Task A_journal_without_its_end_is_good_up_to_its_last_whole_batch()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisKey[] keys = [.. Enumerable.Range(0, 30).Select(i => (RedisKey)$"key:{i}")];
        foreach (RedisKey key in keys) { await client.DoAsync("SET", key, "value"); }
        _ = await RecycleAsync(client, KeySource.Keys(keys), batch: 10);
        string file = Assert.Single(_folder.List()).Path;
        byte[] whole = File.ReadAllBytes(file);
        HashSet<long> counts = [];
        int header = DumpFormat.FixedHeader + BitConverter.ToInt32(whole, 12) + DumpFormat.CrcBytes;
        for (int length = whole.Length - 1; length >= header; length -= 7)
        {
            File.WriteAllBytes(file, whole[..length]);
            RecycledOperation operation = Assert.Single(_folder.List(e => Assert.Fail(e.Message)));
            Assert.False(operation.IsComplete);
            Assert.Equal(operation.Keys, RecycleBinContents.Keys(operation, ["*"]).LongCount());
            _ = counts.Add(operation.Keys);
        }

        
        // It begins with one key, takes at most twice as many each time, and never more than was asked for.
        Assert.Equal([0L, 1L, 3L, 7L, 15L, 25L, 30L], counts.Order());
    }

    [Fact]
    public async Task Bytes_that_never_came_to_disk_are_no_damage_and_bits_that_flip_are()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        foreach (string key in new[] { "a", "b", "c", "d" }) { await client.DoAsync("SET", key, "value"); }
        _ = await RecycleAsync(client, KeySource.Keys(["a", "b", "c", "d"]), batch: 2);
        string file = Assert.Single(_folder.List()).Path;
        byte[] whole = File.ReadAllBytes(file);
        byte[] unfinished = whole[..^25];
        byte[] zeros = [.. unfinished];
        zeros.AsSpan(zeros.Length - 40).Clear();
        File.WriteAllBytes(file, zeros);
        Assert.Equal(3, Assert.Single(_folder.List(e => Assert.Fail(e.Message))).Keys);
        File.WriteAllBytes(file, [.. unfinished, .. new byte[100]]);
        Assert.Equal(4, Assert.Single(_folder.List(e => Assert.Fail(e.Message))).Keys);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, flipped);
            RecycledOperation read = Assert.Single(_folder.List(e => Assert.Fail(e.Message)));
            Assert.True(read.State == RecycleState.Damaged && read.Problem is not null && !read.IsComplete, $"bit {bit} of {whole.Length * 8}");
            string[] keys = read.IsReadable ? [.. RecycleBinContents.Keys(read, ["*"]).Select(key => key.Key)] : [];
            Assert.True(keys.Length == read.Keys && (keys.Length is 0 or 1 or 3 or 4) && keys.SequenceEqual(new[] { "a", "b", "c", "d" }[..keys.Length]), $"bit {bit} of {whole.Length * 8}: {string.Join(' ', keys)}");
        }
    }

    [Fact]
    public async Task A_connection_that_is_lost_loses_no_key()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisKey[] keys = [.. Enumerable.Range(0, 400).Select(i => (RedisKey)$"key:{i}")];
        foreach (RedisKey key in keys) { await client.DoAsync("SET", key, "value"); }
        IEnumerable<RedisKey> Cut()
        {
            for (int i = 0; i < keys.Length; i++)
            {
                if (i == 250) { client.DoAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes").GetAwaiter().GetResult(); }
                yield return keys[i];
            }
        }

        _ = await Assert.ThrowsAnyAsync<RedisConnectionException>(() => RecycleAsync(client, KeySource.Keys(Cut()), batch: 20));
        await using RedisClient again = await TestClient.ConnectAsync(server);
        RecycledOperation operation = Assert.Single(_folder.List());
        Assert.False(operation.IsComplete);
        HashSet<RedisKey> kept = [.. RecycleBinContents.Keys(operation, ["*"]).Select(key => new RedisKey(key.KeyBytes))];
        bool[] there = await KeyLookup.ExistsAsync(again, keys);
        Assert.All(keys.Zip(there), pair => Assert.True(pair.Second || kept.Contains(pair.First)));
        _ = await RestoreAsync(operation, again);
        Assert.Equal(400, await again.SizeAsync());
    }

    private static Task<OperationResult> RestoreAsync(RecycledOperation operation, RedisClient client) =>
        RecycleBinContents.Restore(operation, client, null, new KeyImportOptions()).RunAsync(default);

    private Task<OperationResult> RecycleAsync(RedisClient client, KeySource source, int? batch = null) =>
        new MassOperation(client, source, new RecycleStep(_folder), new MassOptions { BatchSize = batch }).RunAsync();
}
