using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

public sealed class KeyPlanTests(StandaloneServer server) : IClassFixture<StandaloneServer>
{
    [Fact]
    public async Task What_is_announced_is_what_is_then_done_on_random_data()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 3);
        Gen<(int Kind, byte[] Name, int Size, bool Expires)> entry =
            from kind in Gen.Choose(0, 4)
            from name in Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b))
            from size in Gen.Choose(1, 40)
            from expires in Gen.Elements(true, false)
            select (kind, name, size, expires);
        foreach ((int Kind, byte[] Name, int Size, bool Expires)[] data in Gen.Sample(Gen.ArrayOf(entry), 25, 60))
        {
            await client.DoAsync("FLUSHDB");
            await client.DoAsync("SET", "outside", "x");
            foreach (var (kind, name, size, expires) in data)
            {
                byte[] key = [.. "in:"u8, .. name];
                await client.DoAsync("DEL", key);
                RedisArgument[] items = [.. Enumerable.Range(0, size).Select(i => (RedisArgument)$"item{i}")];
                await client.DoAsync(kind switch
                {
                    0 => ["SET", key, new byte[size * 10]],
                    1 => ["RPUSH", key, .. items],
                    2 => ["SADD", key, .. items],
                    3 => ["HSET", key, .. items.SelectMany(item => new[] { item, "value" })],
                    _ => ["ZADD", key, .. items.SelectMany((item, i) => new RedisArgument[] { i, item })],
                });
                if (expires) { await client.DoAsync("EXPIRE", key, 10_000); }
            }

            using KeyPlan plan = await KeyPlan.CreateAsync(client, KeySource.Walk(new KeyQuery { Patterns = ["in:*"] }));
            Dictionary<string, long> types = [];
            long bytes = 0;
            long persistent = 0;
            List<(PlannedKey, KeyOutcome)> done = [];
            foreach (PlannedKey key in plan.Keys)
            {
                string type = (await client.ExecuteAsync("TYPE", default, key.Key)).AsText()!;
                types[type] = types.GetValueOrDefault(type) + 1;
                bytes += (await client.ExecuteAsync("MEMORY", default, "USAGE", key.Key)).AsInteger();
                persistent += (await client.ExecuteAsync("PTTL", default, key.Key)).AsInteger() == -1 ? 1 : 0;
            }

            long before = await client.SizeAsync();
            OperationResult result = await new MassOperation(client, KeySource.Plan(plan), new RemoveStep(), new MassOptions { KeyDone = (key, outcome) => done.Add((key, outcome)) }).RunAsync();
            Assert.Equal(before - await client.SizeAsync(), result.Succeeded);
            Assert.Equal(plan.Count, result.Succeeded);
            Assert.Equal(plan.Radius.Matched, result.Matched);
            Assert.Equal(plan.Radius.MemoryBytes ?? 0, result.FreedBytes);
            Assert.Equal(bytes, plan.Radius.MemoryBytes ?? 0);
            Assert.Equal(types.OrderBy(pair => pair.Key), plan.Radius.Types.OrderBy(pair => pair.Key));
            Assert.Equal(persistent, plan.Radius.NoExpiryCount ?? 0);
            Assert.Equal(plan.Count, done.Count);
            Assert.Equal(1, await client.SizeAsync());
        }
    }

    [Fact]
    public async Task A_run_touches_the_planned_keys_and_no_others()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 4);
        await client.PopulateAsync(2_000, "cache");
        using KeyPlan plan = await KeyPlan.CreateAsync(client, KeySource.Walk(new KeyQuery { Patterns = ["cache:*"] }));
        await client.DoAsync("SET", "cache:new", "x");
        await client.DoAsync("DEL", "cache:5", "cache:6");
        OperationResult result = await new MassOperation(client, KeySource.Plan(plan), new RemoveStep()).RunAsync();
        Assert.Equal(1_998, result.Succeeded);
        Assert.Equal(2, result.SkipReasons[SkipReason.Gone]);
        Assert.True(result.FreedBytes < plan.Radius.MemoryBytes);
        Assert.Equal(1, await client.SizeAsync());
    }

    [Fact]
    public async Task A_plan_survives_its_file_unchanged()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 5);
        await client.DoAsync("MSET", new byte[] { 0xff, 0 }, "x", "", "y", "\u00e4\u20ac \"\n", "z");
        await client.DoAsync("EXPIRE", "", 1000);
        string path = Path.Combine(server.DataDirectory, "plan.jsonl");
        using KeyPlan plan = await KeyPlan.CreateAsync(client, KeySource.Walk(new KeyQuery()), new KeyPlanOptions { Path = path });
        using KeyPlan loaded = KeyPlan.Load(path);
        Assert.Equal(plan.Keys, loaded.Keys);
        Assert.Equal(plan.ToString(), loaded.ToString());
        File.WriteAllLines(path, File.ReadAllLines(path).SkipLast(1));
        _ = Assert.Throws<InvalidDataException>(() => KeyPlan.Load(path));
        await using RedisClient other = await TestClient.ConnectAsync(server, 6);
        RedisConfigurationException refused = await Assert.ThrowsAsync<RedisConfigurationException>(() => new MassOperation(other, KeySource.Plan(plan), new RemoveStep()).RunAsync());
        Assert.Contains("database 5", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_names_count_once_and_missing_ones_are_told()
    {
        await using RedisClient client = await TestClient.ConnectAsync(server, 7);
        await client.DoAsync("MSET", "a", "1", "b", "2");
        using KeyPlan plan = await KeyPlan.CreateAsync(client, KeySource.Keys(["a", "b", "a", "nowhere"]));
        Assert.Equal(2, plan.Count);
        Assert.Equal(1, plan.Radius.Missing);
        Assert.Matches(@"^2 keys \(2 string\), about [0-9]+ B, 2 without TTL, 1 named but not there on 127.0.0.1:[0-9]+ db7: a, b$", plan.ToString());
    }

    [Fact]
    public async Task A_connection_that_is_lost_while_keys_still_come_costs_nothing()
    {
        const int Many = 5_500;
        await using RedisClient client = await TestClient.ConnectAsync(server, 8);
        await client.PopulateAsync(Many, "lost");
        // Each thousand is of another type than the one before: an answer given to the wrong portion is seen.
        await client.DoAsync("EVAL", "for i = 0, 5499 do if math.floor(i / 1000) % 2 == 1 then redis.call('DEL', 'lost:' .. i); redis.call('RPUSH', 'lost:' .. i, 'x') end end", "0");
        using KeyPlan plan = await KeyPlan.CreateAsync(client, KeySource.Keys(Names()));
        Assert.Equal(Many, plan.Count);
        Assert.Equal(Many, plan.Radius.NoExpiryCount);
        Assert.Equal(Many, plan.Keys.Select(key => key.Key).Distinct().Count());
        Assert.All(plan.Keys, key => Assert.Equal(int.Parse(key.Key.ToString()[5..], CultureInfo.InvariantCulture) / 1000 % 2 == 1 ? "list" : "string", key.Type));
        Assert.All(plan.Keys, key => Assert.True(key.MemoryBytes > 0));

        IEnumerable<RedisKey> Names()
        {
            for (int i = 0; i < Many; i++)
            {
                if (i is 2_600 or 3_999 or 4_700) { server.Send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"); }
                yield return $"lost:{i}";
            }
        }
    }

    [Fact]
    public void Many_keys_go_to_a_file_and_come_back_in_order()
    {
        string? file;
        using (KeySpool spool = new(memoryBound: 8 << 10, chunkSize: 1 << 10))
        {
            byte[] large = new byte[5000];
            for (int i = 0; i < 2000; i++) { spool.Add(new PlannedKey(i == 700 ? new RedisKey(large) : $"key:{i}", i % 3 == 0 ? null : $"type{i % 3}", i % 5 == 0 ? null : i - 1, i % 7 == 0 ? null : i * 1000L)); }
            file = spool.FilePath;
            Assert.True(File.Exists(file));
            Assert.Equal(2000, spool.Count);
            PlannedKey[] keys = [.. spool.Read()];
            Assert.Equal(keys, spool.Read());
            for (int i = 0; i < 2000; i++)
            {
                Assert.Equal(new PlannedKey(i == 700 ? new RedisKey(large) : $"key:{i}", i % 3 == 0 ? null : $"type{i % 3}", i % 5 == 0 ? null : i - 1, i % 7 == 0 ? null : i * 1000L), keys[i]);
            }
        }

        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_plan_of_millions_stays_within_its_memory()
    {
        using KeySpool spool = new(memoryBound: 1 << 20, chunkSize: 64 << 10);
        RedisKey key = "a:name:of:forty:bytes:0000000000000000000";
        for (int i = 0; i < 1_000_000; i++) { spool.Add(new PlannedKey(key, "string", -1, 80)); }
        Assert.InRange(spool.HeldBytes, 1, (1 << 20) + (64 << 10));
        Assert.InRange(new FileInfo(spool.FilePath!).Length, 40_000_000, 60_000_000);
        Assert.Equal(1_000_000, spool.Count);
    }
}
