using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

public sealed class MassOperationTests : IAsyncLifetime
{
    private readonly StandaloneServer _server = new();
    private RedisClient _client = null!;

    public async Task InitializeAsync() => _client = await TestClient.ConnectAsync(_server);

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Removes_by_pattern_what_matches_and_nothing_else(bool blocking)
    {
        await _client.PopulateAsync(12_345, "cache");
        await _client.PopulateAsync(100, "keep");
        OperationResult result = await RunAsync(KeySource.Walk(new KeyQuery { Patterns = ["cache:*"] }), new RemoveStep { Blocking = blocking });
        Assert.Equal((12_345, 12_345, 0, 0), (result.Matched, result.Succeeded, result.Skipped, result.Failed));
        Assert.Null(result.FreedBytes);
        Assert.Equal(100, await _client.SizeAsync());
        string stats = (await _client.ExecuteAsync("INFO", default, "commandstats")).AsText()!;
        Assert.Contains(blocking ? "cmdstat_del:calls=124" : "cmdstat_unlink:", stats, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_keys_with_any_bytes_are_removed_exactly_and_missing_ones_skipped()
    {
        byte[][] odd = [[], [0xff, 0], "a b\n*[]"u8.ToArray()];
        foreach (byte[] key in odd) { await _client.DoAsync("SET", key, "x"); }
        await _client.DoAsync("SET", "stays", "x");
        OperationResult result = await RunAsync(KeySource.Keys([.. odd.Select(key => new RedisKey(key)), "missing"]), new RemoveStep());
        Assert.Equal((4, 3, 1), (result.Matched, result.Succeeded, result.Skipped));
        Assert.Equal(1, result.SkipReasons[SkipReason.Gone]);
        Assert.Equal(1, await _client.SizeAsync());
    }

    [Fact]
    public async Task A_cap_is_kept_to_the_key_and_said()
    {
        await _client.PopulateAsync(5_000, "k");
        OperationResult result = await RunAsync(KeySource.Walk(new KeyQuery()), new RemoveStep(), new MassOptions { MaxKeys = 1_234 });
        Assert.Equal(1_234, result.Succeeded);
        Assert.Equal(5_000 - 1_234, await _client.SizeAsync());
        Assert.Contains("1,234", result.StopReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttle_lets_through_so_many_a_second()
    {
        ManualTime time = new();
        await _client.PopulateAsync(1_000, "k");
        OperationResult result = await RunAsync(KeySource.Walk(new KeyQuery()), new RemoveStep(), new MassOptions { MaxOperationsPerSecond = 100, Time = time });
        Assert.Equal(1_000, result.Succeeded);

        // A tenth of a second's worth is in hand at the start: 990 keys have to wait.
        Assert.InRange(time.Waited.TotalSeconds, 9.8, 10.8);
    }

    [Fact]
    public async Task A_wait_for_the_throttle_can_be_cancelled()
    {
        await _client.PopulateAsync(1_000, "k");
        using CancellationTokenSource stop = new(200);
        MassOperation operation = new(_client, KeySource.Walk(new KeyQuery()), new RemoveStep(), new MassOptions { MaxOperationsPerSecond = 1 });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => operation.RunAsync(stop.Token));
        Assert.InRange(operation.Result.Succeeded, 0, 2);
    }

    [Fact]
    public async Task Keys_that_may_not_be_touched_fail_one_by_one_and_the_rest_is_done()
    {
        using HardenedServer hardened = new();
        await using RedisClient admin = await TestClient.ConnectAsync(hardened, "default");
        await admin.PopulateAsync(2_500, "cache");
        await admin.PopulateAsync(150, "other");
        await using RedisClient client = await TestClient.ConnectAsync(hardened, "cache-only");
        OperationResult result = await new MassOperation(client, KeySource.Walk(new KeyQuery()), new RemoveStep()).RunAsync();
        Assert.Equal((2_650, 2_500, 150), (result.Matched, result.Succeeded, result.Failed));
        Assert.Equal(100, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("other:", error.Key.ToString(), StringComparison.Ordinal));
        Assert.Equal(150, await admin.SizeAsync());
    }

    [Fact]
    public async Task A_command_that_is_not_allowed_ends_the_work_with_one_error()
    {
        using HardenedServer hardened = new();
        await using RedisClient admin = await TestClient.ConnectAsync(hardened, "default");
        await admin.PopulateAsync(2_500, "cache");
        await using RedisClient client = await TestClient.ConnectAsync(hardened, "read-only");
        MassOperation operation = new(client, KeySource.Walk(new KeyQuery()), new RemoveStep());
        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => operation.RunAsync());
        Assert.Equal("NOPERM", e.Code);
        Assert.Equal(0, operation.Result.Succeeded);
        Assert.Equal(2_500, await admin.SizeAsync());
    }

    [Fact]
    public async Task A_server_that_dies_is_reported_with_how_far_the_work_got()
    {
        await _client.PopulateAsync(50_000, "k");
        using KeyPlan plan = await KeyPlan.CreateAsync(_client, KeySource.Walk(new KeyQuery()));
        int done = 0;
        MassOperation operation = new(_client, KeySource.Plan(plan), new RemoveStep(), new MassOptions
        {
            KeyDone = (_, _) =>
            {
                if (++done == 5_000) { _server.Kill(); }
            },
        });
        RedisConnectionException e = await Assert.ThrowsAsync<RedisConnectionException>(() => operation.RunAsync());
        Assert.Matches(@"Remove had worked on [0-9,]+ of 50,000 keys \([0-9,]+ done", e.Message);
        Assert.InRange(operation.Result.Succeeded, 5_000, 49_999);
        _server.Start();
        Assert.Equal(0, await _client.SizeAsync());
    }

    [Fact]
    public async Task Time_to_live_is_set_by_pattern_with_a_jitter_that_only_lengthens_and_spreads()
    {
        await _client.PopulateAsync(4_000, "cache");
        OperationResult result = await RunAsync(KeySource.Walk(new KeyQuery()), new ExpireStep { TimeToLive = TimeSpan.FromSeconds(10_000), JitterPercent = 10, Random = new Random(7) });
        Assert.Equal(4_000, result.Succeeded);
        List<double> left = [];
        await using KeyWalk walk = new(_client, new KeyQuery { Columns = KeyColumns.TimeToLive });
        while (await walk.NextPageAsync() is { } page) { left.AddRange(page.Select(key => key.TimeToLive!.Value.TotalSeconds)); }
        Assert.Equal(4_000, left.Count);
        Assert.All(left, seconds => Assert.InRange(seconds, 9_900, 11_000));

        // Evenly: each tenth of the spread holds about a tenth of the keys.
        for (int tenth = 1; tenth < 9; tenth++) { Assert.InRange(left.Count(seconds => seconds >= 10_000 + (100 * tenth) && seconds < 10_100 + (100 * tenth)), 280, 520); }
    }

    [Theory]
    [InlineData(ExpireCondition.IfNone, "forever")]
    [InlineData(ExpireCondition.IfAny, "long,short")]
    [InlineData(ExpireCondition.IfLonger, "short")]
    [InlineData(ExpireCondition.IfShorter, "forever,long")]
    [InlineData(ExpireCondition.None, "forever,long,short")]
    public async Task Conditions_decide_as_the_server_documents(ExpireCondition condition, string changed)
    {
        await _client.DoAsync("MSET", "forever", "x", "long", "x", "short", "x");
        await _client.DoAsync("EXPIRE", "long", 90_000);
        await _client.DoAsync("EXPIRE", "short", 10);
        List<string> done = [];
        MassOptions options = new()
        {
            KeyDone = (key, outcome) =>
            {
                if (outcome == KeyOutcome.Succeeded) { done.Add(key.Key.ToString()); }
            },
        };
        OperationResult result = await RunAsync(KeySource.Keys(["forever", "long", "short", "missing"]), new ExpireStep { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(1000), Condition = condition }, options);
        Assert.Equal(changed, string.Join(',', done.Order()));
        Assert.Equal(4 - done.Count, result.Skipped);
    }

    [Fact]
    public async Task What_would_remove_keys_or_never_end_is_refused_before_anything_is_sent()
    {
        await _client.DoAsync("SET", "k", "x");
        foreach (ExpireStep step in new ExpireStep[]
        {
            new() { TimeToLive = TimeSpan.Zero },
            new() { TimeToLive = TimeSpan.FromSeconds(-5) },
            new() { ExpiresAt = DateTimeOffset.UtcNow.AddDays(-1) },
            new() { TimeToLive = TimeSpan.MaxValue },
            new() { ExpiresAt = DateTimeOffset.MaxValue, JitterPercent = 50 },
            new() { TimeToLive = TimeSpan.FromSeconds(1), JitterPercent = 101 },
            new(),
        })
        {
            _ = await Assert.ThrowsAsync<RedisConfigurationException>(() => RunAsync(KeySource.Keys(["k"]), step));
        }

        Assert.Equal(-1, (await _client.ExecuteAsync("PTTL", default, "k")).Integer);
        OperationResult result = await RunAsync(KeySource.Keys(["k"]), new ExpireStep { TimeToLive = TimeSpan.Zero, AllowExpireNow = true });
        Assert.Equal(1, result.Succeeded);
        Assert.Equal(0, await _client.SizeAsync());
    }

    [Fact]
    public async Task Persisting_tells_what_had_an_expiry()
    {
        await _client.DoAsync("MSET", "a", "x", "b", "x");
        await _client.DoAsync("EXPIRE", "a", 100);
        OperationResult result = await RunAsync(KeySource.Walk(new KeyQuery()), new PersistStep());
        Assert.Equal((1, 1), (result.Succeeded, result.Skipped));
        Assert.Equal(-1, (await _client.ExecuteAsync("PTTL", default, "a")).Integer);
    }

    [Fact]
    public async Task Renaming_by_prefix_keeps_bytes_values_and_expiry()
    {
        await _client.DoAsync("SET", new byte[] { (byte)'o', (byte)':', 0xff, 0 }, "binary");
        await _client.DoAsync("SET", "o:1", "one");
        await _client.DoAsync("EXPIRE", "o:1", 1000);
        await _client.DoAsync("SET", "x", "other");
        OperationResult result = await RunAsync(KeySource.Walk(new KeyQuery()), RenameStep.Prefix("o:", "new:"));
        Assert.Equal((2, 1), (result.Succeeded, result.Skipped));
        Assert.Equal("binary", (await _client.ExecuteAsync("GET", default, new byte[] { (byte)'n', (byte)'e', (byte)'w', (byte)':', 0xff, 0 })).AsText());
        Assert.InRange((await _client.ExecuteAsync("TTL", default, "new:1")).Integer, 900, 1000);
    }

    [Fact]
    public async Task Renaming_refuses_as_a_whole_when_names_collide()
    {
        await _client.DoAsync("MSET", "a:1", "1", "a:2", "2", "b:2", "taken");
        RedisConfigurationException e = await Assert.ThrowsAsync<RedisConfigurationException>(() => RunAsync(KeySource.Walk(new KeyQuery { Patterns = ["a:*"] }), RenameStep.Prefix("a:", "b:")));
        Assert.Contains("b:2", e.Message, StringComparison.Ordinal);
        Assert.Equal("taken", (await _client.ExecuteAsync("GET", default, "b:2")).AsText());
        Assert.Equal(2, (await RunAsync(KeySource.Walk(new KeyQuery { Patterns = ["a:*"] }), RenameStep.Prefix("a:", "b:", force: true))).Succeeded);

        // b:b:2 is a new name of b:2 and an old name too: even force must not lose one of them.
        await _client.DoAsync("SET", "b:b:2", "x");
        _ = await Assert.ThrowsAsync<RedisConfigurationException>(() => RunAsync(KeySource.Walk(new KeyQuery { Patterns = ["b:*"] }), RenameStep.Prefix("b:", "b:b:", force: true)));
        Assert.Equal(3, await _client.SizeAsync());
    }

    [Fact]
    public async Task Renaming_into_the_own_pattern_renames_each_key_once()
    {
        await _client.PopulateAsync(3_000, "a");
        OperationResult result = await RunAsync(KeySource.Walk(new KeyQuery { Patterns = ["a*"] }), RenameStep.Prefix("a:", "a2:"));
        Assert.Equal(3_000, result.Succeeded);
        Assert.Equal(1, (await _client.ExecuteAsync("EXISTS", default, "a2:2999")).Integer);
        Assert.Equal(3_000, await _client.SizeAsync());
    }

    [Fact]
    public async Task A_single_rename_says_why_it_did_not_happen()
    {
        await _client.DoAsync("MSET", "a", "1", "b", "2");
        Assert.Equal(1, (await RunAsync(KeySource.Keys(["a"]), RenameStep.Single("b", ifNotExists: true))).SkipReasons[SkipReason.TargetExists]);
        Assert.Equal(1, (await RunAsync(KeySource.Keys(["missing"]), RenameStep.Single("c"))).SkipReasons[SkipReason.Gone]);
        Assert.Equal(1, (await RunAsync(KeySource.Keys(["a"]), RenameStep.Single("b"))).Succeeded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Copies_keep_value_and_expiry_with_COPY_and_without(bool withoutCopy)
    {
        // A command map that disables COPY stands for a server that does not have it.
        RedisClientOptions options = TestClient.For(_server);
        if (withoutCopy) { options = options with { CommandMap = new Dictionary<string, string?> { ["COPY"] = null } }; }
        await using RedisClient client = await RedisClient.ConnectAsync(options);
        await client.DoAsync("HSET", "h", "f", "v");
        await client.DoAsync("EXPIRE", "h", 1000);
        Assert.Equal(1, (await CopyAsync(["h"], CopyStep.To("h2"))).Succeeded);
        Assert.Equal(1, (await CopyAsync(["h"], CopyStep.To("h2"))).SkipReasons[SkipReason.TargetExists]);
        Assert.Equal(1, (await CopyAsync(["h"], CopyStep.To("h2", force: true))).Succeeded);
        Assert.Equal(1, (await CopyAsync(["missing"], CopyStep.To("h3"))).SkipReasons[SkipReason.Gone]);
        Assert.Equal(2, (await CopyAsync(["h", "h2"], CopyStep.ToDatabase(9))).Succeeded);
        Assert.Equal(2, await client.ForDatabase(9).SizeAsync());
        Assert.InRange((await client.ForDatabase(9).ExecuteAsync("TTL", default, "h2")).Integer, 900, 1000);
        Assert.Equal(2, (await new MassOperation(client, KeySource.Walk(new KeyQuery { Patterns = ["h*"] }), CopyStep.Prefix("h", "copy")).RunAsync()).Succeeded);
        Assert.Equal(4, await client.SizeAsync());
        _ = await Assert.ThrowsAsync<RedisConfigurationException>(() => CopyAsync(["h"], CopyStep.ToDatabase(0)));

        Task<OperationResult> CopyAsync(RedisKey[] keys, CopyStep step) => new MassOperation(client, KeySource.Keys(keys), step).RunAsync();
    }

    [Fact]
    public async Task The_largest_keys_are_found_in_order()
    {
        for (int i = 1; i <= 50; i++) { await _client.DoAsync("SET", $"k:{i}", new byte[i * 1000]); }
        IReadOnlyList<RedisKeyInfo> largest = await KeyFinder.LargestAsync(_client, new KeyQuery(), 3, KeyRank.Length);
        Assert.Equal(["k:50", "k:49", "k:48"], largest.Select(key => key.Key));
        largest = await KeyFinder.LargestAsync(_client, new KeyQuery { Patterns = ["k:?"] }, 2, KeyRank.Memory);
        Assert.Equal("k:9", largest[0].Key);
        _ = await Assert.ThrowsAsync<RedisConfigurationException>(() => KeyFinder.LargestAsync(_client, new KeyQuery(), 3, KeyRank.Frequency));
    }

    [Fact]
    public async Task A_look_up_tells_existing_from_missing_in_order()
    {
        await _client.DoAsync("MSET", "a", "1", "b", "22");
        await _client.DoAsync("EXPIRE", "b", 100);
        IReadOnlyList<RedisKeyInfo?> keys = await KeyLookup.FindAsync(_client, ["a", "nowhere", "b"], KeyColumns.TimeToLive | KeyColumns.Length);
        Assert.Null(keys[1]);
        Assert.Equal(1, keys[0]!.Length);
        Assert.NotNull(keys[2]!.ExpiresAt);
        bool[] exist = await KeyLookup.ExistsAsync(_client, ["a", "nowhere", "b"]);
        Assert.Equal([true, false, true], exist);
    }

    private Task<OperationResult> RunAsync(KeySource source, MassStep step, MassOptions? options = null) => new MassOperation(_client, source, step, options).RunAsync();
}
