using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Keyspace;

/// <summary>Removals of many keys with one command that the server refuses as a whole.</summary>
public sealed class RefusedBatchTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(100d)]
    public async Task They_are_done_key_by_key_at_once(double? rate)
    {
        using TestServer server = new("enable-debug-command local");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        int own = rate is null ? 20_000 : 800;
        await admin.PopulateAsync(own, "k");
        await admin.PopulateAsync(own / 10, "other");
        await using RedisClient client = await UserAsync(server, admin, "~k:*", "+@all");
        long open = 0;
        MassOperation? operation = null;
        MassOptions options = new()
        {
            MaxOperationsPerSecond = rate,
            Time = rate is null ? TimeProvider.System : new ManualTime(),
            Progress = _ =>
            {
                OperationResult now = operation!.Result;
                open = Math.Max(open, now.Matched - now.Succeeded - now.Skipped - now.Failed);
            },
        };
        operation = new MassOperation(client, KeySource.Walk(new KeyQuery()), new RemoveStep(), options);

        OperationResult result = await operation.RunAsync();

        Assert.Equal((own + (own / 10), own, own / 10), (result.Matched, result.Succeeded, result.Failed));
        Assert.Equal(own / 10, await admin.SizeAsync());

        // What becomes of a key is known before the next batch but one is sent.
        Assert.InRange(open, 0, rate is null ? 2000 : 20);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_no_key_would_change_ends_it_at_once_and_every_key_that_was_sent_is_counted(bool walk)
    {
        using TestServer server = new("enable-debug-command local");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        await admin.PopulateAsync(20_000, "k");
        await using RedisClient client = await UserAsync(server, admin, "~*", "+@all", "-unlink");

        await ExpectRefusalAsync(client, walk, "NOPERM");

        Assert.Equal(20_000, await admin.SizeAsync());
        string stats = (await admin.ExecuteAsync("INFO", default, "commandstats")).AsText()!;
        int refused = stats.Split('\n').Where(line => line.StartsWith("cmdstat_unlink:", StringComparison.Ordinal))
            .Select(line => int.Parse(line[(line.IndexOf("rejected_calls=", StringComparison.Ordinal) + 15)..].Split(',')[0], CultureInfo.InvariantCulture)).Single();
        Assert.InRange(refused, 1, walk ? 2 : 2000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task So_does_a_read_only_replica(bool walk)
    {
        using TestServer server = new("enable-debug-command local");
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        await admin.PopulateAsync(20_000, "k");
        using TestServer replica = new($"replicaof 127.0.0.1 {server.Port}");
        await using RedisClient client = await TestClient.ConnectAsync(replica);
        while (await client.SizeAsync() < 20_000) { await Task.Delay(50); }

        await ExpectRefusalAsync(client, walk, "READONLY");

        Assert.Equal(20_000, await admin.SizeAsync());
    }

    private static async Task ExpectRefusalAsync(RedisClient client, bool walk, string code)
    {
        KeySource source = walk ? KeySource.Walk(new KeyQuery()) : KeySource.Keys(Enumerable.Range(0, 20_000).Select(i => (RedisKey)$"k:{i}"));
        MassOperation operation = new(client, source, new RemoveStep());
        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => operation.RunAsync());
        Assert.Equal(code, e.Code);
        Assert.InRange(operation.Result.Matched, 1, 2000);
        Assert.Equal((0, operation.Result.Matched), (operation.Result.Succeeded, operation.Result.Failed));
        Assert.InRange(operation.Result.Errors.Count, 1, 100);
    }

    private static async Task<RedisClient> UserAsync(TestServer server, RedisClient admin, params RedisArgument[] rules)
    {
        await admin.DoAsync(["ACL", "SETUSER", "some", "on", ">p", .. rules]);
        return await RedisClient.ConnectAsync(TestClient.For(server) with { User = "some", Password = new RedisSecret("p") });
    }
}
