using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

public sealed class KeyWalkTests : IAsyncLifetime
{
    private readonly StandaloneServer _server = new();
    private RedisClient _client = null!;

    public async Task InitializeAsync() => _client = await TestClient.ConnectAsync(_server);

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Sees_every_key_with_its_columns()
    {
        await _client.PopulateAsync(25_000, "cache");
        await _client.DoAsync("RPUSH", "queue", "a", "b", "c");
        await _client.DoAsync("HSET", "user", "name", "ann");
        await _client.DoAsync("EXPIRE", "queue", 1000);
        List<RedisKeyInfo> keys = await WalkAsync(new KeyQuery { Columns = KeyColumns.All });
        Assert.Equal(25_002, keys.DistinctBy(key => key.Key).Count());
        Assert.Equal(25_002, keys.Count);
        RedisKeyInfo queue = keys.Single(key => key.Key == "queue");
        Assert.Equal("list", queue.Type);
        Assert.Equal(3, queue.Length);
        Assert.InRange(queue.TimeToLive!.Value.TotalSeconds, 900, 1000);
        Assert.InRange((queue.ExpiresAt!.Value - DateTimeOffset.UtcNow).TotalSeconds, 900, 1001);
        Assert.True(queue.MemoryBytes > 0);
        Assert.NotNull(queue.Encoding);
        Assert.NotNull(queue.IdleTime);
        Assert.Null(queue.Frequency);
        RedisKeyInfo user = keys.Single(key => key.Key == "user");
        Assert.Null(user.TimeToLive);
        Assert.False(user.HasExpiry);
        Assert.Equal(1, user.Length);
        Assert.All(keys, key => Assert.NotNull(key.Length));
    }

    [Fact]
    public async Task Names_with_any_bytes_come_through_unharmed()
    {
        byte[][] odd = [[], [0xff, 0], "a b"u8.ToArray(), "q\"uote'"u8.ToArray(), "new\nline"u8.ToArray(), "glob[*]?\\"u8.ToArray(), "\u00e4\u20ac"u8.ToArray()];
        foreach (byte[] key in odd) { await _client.DoAsync("SET", key, "x"); }
        List<RedisKeyInfo> keys = await WalkAsync(new KeyQuery { Columns = KeyColumns.Type });
        Assert.Equal(odd.Select(Convert.ToHexString).Order(), keys.Select(key => Convert.ToHexString(key.KeyBytes)).Order());
        foreach (byte[] key in odd)
        {
            RedisKeyInfo only = Assert.Single(await WalkAsync(new KeyQuery { Patterns = [KeyPattern.Literal(new RedisKey(key))] }));
            Assert.Equal(key, only.KeyBytes);
        }
    }

    [Fact]
    public async Task Conditions_are_decided_in_one_pass()
    {
        await _client.DoAsync("MSET", "cache:1", "x", "cache:2", "x", "session:1", "x", "job:1", new string('x', 5000));
        await _client.DoAsync("EXPIRE", "cache:1", 50);
        await _client.DoAsync("EXPIRE", "session:1", 5000);
        await _client.DoAsync("SADD", "cache:set", "a");
        Assert.Equal(["cache:1", "cache:2", "cache:set", "session:1"], await NamesAsync(new KeyQuery { Patterns = ["cache:*", "session:*"] }));
        Assert.Equal(["cache:1", "cache:set"], await NamesAsync(new KeyQuery { Patterns = ["cache:*"], Exclude = ["*2"] }));
        Assert.Equal(["cache:1", "cache:2"], await NamesAsync(new KeyQuery { Regex = new Regex("^cache:[0-9]$") }));
        Assert.Equal(["cache:set"], await NamesAsync(new KeyQuery { Types = ["SET"] }));
        Assert.Equal(["cache:set"], await NamesAsync(new KeyQuery { Types = ["set", "hash"] }));
        Assert.Equal([], await NamesAsync(new KeyQuery { Types = ["no-such-type"] }));
        Assert.Equal(["cache:2", "cache:set", "job:1"], await NamesAsync(new KeyQuery { NoExpiry = true }));
        Assert.Equal(["cache:1"], await NamesAsync(new KeyQuery { ExpiringWithin = TimeSpan.FromMinutes(1) }));
        Assert.Equal(["session:1"], await NamesAsync(new KeyQuery { ExpiringAfter = TimeSpan.FromMinutes(1) }));
        Assert.Equal(["job:1"], await NamesAsync(new KeyQuery { LargerThan = 4000 }));
        Assert.Equal(["job:1"], await NamesAsync(new KeyQuery { LongerThan = 1 }));
        Assert.Equal([], await NamesAsync(new KeyQuery { IdleLongerThan = TimeSpan.FromHours(1) }));
    }

    [Fact]
    public async Task Under_LFU_frequency_is_known_and_idle_time_is_refused_in_words()
    {
        await _client.DoAsync("SET", "a", "x");
        await _client.DoAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu");
        RedisKeyInfo key = Assert.Single(await WalkAsync(new KeyQuery { Columns = KeyColumns.IdleTime | KeyColumns.Frequency }));
        Assert.Null(key.IdleTime);
        Assert.NotNull(key.Frequency);
        RedisServerException refused = await Assert.ThrowsAsync<RedisServerException>(() => WalkAsync(new KeyQuery { IdleLongerThan = TimeSpan.FromSeconds(1) }));
        Assert.Contains("LFU", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_walk_can_be_taken_up_again_at_its_cursor()
    {
        await _client.PopulateAsync(5_000, "k");
        HashSet<string> seen = [];
        ulong cursor;
        await using (KeyWalk first = new(_client, new KeyQuery { ScanCount = 100 }))
        {
            for (int i = 0; i < 10; i++) { seen.UnionWith((await first.NextNamesAsync())!.Select(key => key.ToString())); }
            cursor = first.Cursor;
        }

        Assert.NotEqual(0UL, cursor);
        int before = seen.Count;
        Assert.InRange(before, 1, 4_999);
        foreach (string name in await NamesAsync(new KeyQuery { StartCursor = cursor })) { _ = seen.Add(name); }
        Assert.Equal(5_000, seen.Count);
    }

    [Fact]
    public async Task A_sample_ends_exactly_where_it_should()
    {
        await _client.PopulateAsync(5_000, "k");
        Assert.Equal(1234, (await WalkAsync(new KeyQuery { SampleSize = 1234, Columns = KeyColumns.Type })).Count);
        Assert.Equal(1234, (await NamesAsync(new KeyQuery { SampleSize = 1234 })).Count);
    }

    [Fact]
    public async Task Who_has_enough_closes_the_connection_of_the_walk()
    {
        await _client.PopulateAsync(50_000, "k");
        KeyWalk walk = new(_client, new KeyQuery { Columns = KeyColumns.Memory, ScanCount = 10 });
        _ = await walk.NextPageAsync();
        Assert.Equal(2, await ConnectionsAsync());
        walk.Dispose();
        for (int i = 0; i < 100 && await ConnectionsAsync() > 1; i++) { await Task.Delay(20); }
        Assert.Equal(1, await ConnectionsAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => walk.NextPageAsync());
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_while_the_server_is_blocked()
    {
        await _client.PopulateAsync(50_000, "k");
        await using KeyWalk walk = new(_client, new KeyQuery { ScanCount = 10, Columns = KeyColumns.Type });
        _ = await walk.NextPageAsync();
        Task blocked = Task.Run(() => _server.Send("DEBUG", "SLEEP", "3"));
        using CancellationTokenSource stop = new();
        await Task.Delay(200);
        stop.CancelAfter(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await walk.NextPageAsync(stop.Token) is not null) { }
        });
        Assert.False(blocked.IsCompleted);
        await blocked;
    }

    [Fact]
    public async Task A_server_that_dies_is_reported_with_how_far_the_walk_got()
    {
        await _client.PopulateAsync(50_000, "k");
        await using KeyWalk walk = new(_client, new KeyQuery { ScanCount = 100, Columns = KeyColumns.Type });
        _ = await walk.NextPageAsync();
        _server.Kill();
        RedisConnectionException e = await Assert.ThrowsAsync<RedisConnectionException>(async () =>
        {
            while (await walk.NextPageAsync() is not null) { }
        });
        Assert.Matches(@"had looked at [0-9,]+ of about 50,000 keys", e.Message);
        _server.Start();
        Assert.Equal(0, await _client.SizeAsync());
    }

    [Fact]
    public async Task Who_may_only_touch_some_keys_sees_all_names_and_an_error_for_each_of_the_others()
    {
        using HardenedServer hardened = new();
        await using RedisClient admin = await TestClient.ConnectAsync(hardened, "default");
        await admin.DoAsync("MSET", "cache:1", "x", "other:1", "x", "other:2", "x");
        await using RedisClient client = await TestClient.ConnectAsync(hardened, "cache-only");
        await using KeyWalk walk = new(client, new KeyQuery { Columns = KeyColumns.Type | KeyColumns.TimeToLive });
        List<RedisKeyInfo> keys = [];
        List<KeyError> errors = [];
        while (await walk.NextPageAsync() is { } page)
        {
            keys.AddRange(page);
            errors.AddRange(page.Errors);
        }

        Assert.Equal(["cache:1", "other:1", "other:2"], keys.Select(key => key.Key).Order());
        Assert.Equal(["other:1", "other:2"], errors.Select(error => error.Key.ToString()).Order());
        Assert.All(errors, error => Assert.Equal("NOPERM", error.Code));
        Assert.Equal("string", keys.Single(key => key.Key == "cache:1").Type);
    }

    [Fact]
    public async Task A_command_that_is_not_allowed_costs_its_column_and_one_note()
    {
        using HardenedServer hardened = new();
        await using RedisClient admin = await TestClient.ConnectAsync(hardened, "default");
        await admin.PopulateAsync(3000, "k");
        await admin.DoAsync("ACL", "SETUSER", "no-memory", "on", ">" + HardenedServer.Password, "~*", "+@all", "-memory");
        await using RedisClient client = await TestClient.ConnectAsync(hardened, "no-memory");
        await using KeyWalk walk = new(client, new KeyQuery { Columns = KeyColumns.Type | KeyColumns.Memory });
        int count = 0;
        while (await walk.NextPageAsync() is { } page)
        {
            count += page.Count;
            Assert.All(page, key => Assert.True(key.Type == "string" && key.MemoryBytes is null));
            Assert.Empty(page.Errors);
        }

        Assert.Equal(3000, count);
        Assert.Contains("MEMORY", Assert.Single(walk.Restrictions), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.4, 1000)]
    [InlineData(0.5, 5000)]
    [InlineData(20, 5000)]
    public void Far_servers_are_asked_for_larger_pages(double milliseconds, int count) => Assert.Equal(count, KeyWalk.CountFor(TimeSpan.FromMilliseconds(milliseconds)));

    private async Task<int> ConnectionsAsync() =>
        (await _client.ExecuteAsync("CLIENT", default, "LIST")).AsText()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private async Task<List<RedisKeyInfo>> WalkAsync(KeyQuery query)
    {
        List<RedisKeyInfo> keys = [];
        await using KeyWalk walk = new(_client, query);
        while (await walk.NextPageAsync() is { } page) { keys.AddRange(page); }
        return keys;
    }

    private async Task<List<string>> NamesAsync(KeyQuery query)
    {
        if (!query.NamesDecide) { return [.. (await WalkAsync(query)).Select(key => key.Key).Order(StringComparer.Ordinal)]; }
        List<string> names = [];
        await using KeyWalk walk = new(_client, query);
        while (await walk.NextNamesAsync() is { } page) { names.AddRange(page.Select(key => key.ToString())); }
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
