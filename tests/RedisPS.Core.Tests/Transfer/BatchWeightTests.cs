using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Transfer;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Transfer;

/// <summary>Values that come to the client do so some megabytes at a time, however large each is.</summary>
public sealed class BatchWeightTests : IDisposable
{
    private const int Value = 2 << 20;
    private const int Keys = 24;

    private readonly TransferFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(50_000)]
    [InlineData(1 << 20)]
    [InlineData(5 << 20)]
    [InlineData(40 << 20)]
    public void No_batch_weighs_more_than_is_wanted_or_than_one_value(int value)
    {
        BatchWeight weight = new(500);
        for (int i = 0; i < 50; i++)
        {
            Assert.True(weight.Keys == 1 || weight.Keys * (long)value <= BatchWeight.WantedBytes);
            weight.Weighed(weight.Keys, weight.Keys * (long)value);
        }

        Assert.Equal((int)Math.Clamp(BatchWeight.WantedBytes / value, 1, 500), weight.Keys);
    }

    [Fact]
    public void After_large_values_it_is_careful_for_a_while()
    {
        BatchWeight weight = new(500);
        for (int i = 0; i < 20; i++) { weight.Weighed(weight.Keys, weight.Keys * 100L); }
        Assert.Equal(500, weight.Keys);
        weight.Weighed(500, 500L << 20);
        Assert.Equal(8, weight.Keys);
        weight.Weighed(8, 800);
        Assert.InRange(weight.Keys, 8, 16);
    }

    [Fact]
    public async Task An_export_asks_for_few_large_values_at_once()
    {
        using TestServer server = await LargeAsync();
        int most = 0;
        using TamperProxy proxy = new(server.Port, bytes => Count(bytes, ref most));
        await using RedisClient client = await TestClient.ConnectAsync(server, proxy);
        ExportedKeys exported = await _folder.ExportAsync(client, ExportFormat.Dump);
        Assert.Equal(Keys, exported.Keys);

        // A batch is under way while the one before it is read, so that two may come in one piece.
        Assert.InRange(most, 2, 2 * (int)(BatchWeight.WantedBytes / Value));
    }

    [Fact]
    public async Task A_recycling_asks_for_few_large_values_at_once()
    {
        using TestServer server = await LargeAsync();
        int most = 0;
        using TamperProxy proxy = new(server.Port, bytes => Count(bytes, ref most));
        await using RedisClient client = await TestClient.ConnectAsync(server, proxy);
        RecycleFolder bin = new(_folder.PathOf("bin"));
        OperationResult result = await new MassOperation(client, KeySource.Walk(new KeyQuery()), new RecycleStep(bin)).RunAsync();
        Assert.Equal(Keys, result.Succeeded);
        Assert.InRange(most, 2, (int)(BatchWeight.WantedBytes / Value));
        Assert.Equal(Keys, Assert.Single(bin.List()).Keys);
    }

    [Fact]
    public async Task A_value_that_no_server_takes_is_neither_taken_out_nor_sent_and_the_others_are()
    {
        const int Largest = 1 << 20;
        using TestServer server = new("proto-max-bulk-len 1mb", "rdbcompression no");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        string half = new('x', 700_000);
        await client.DoAsync("SET", "a", "small");
        await client.DoAsync("RPUSH", "b", half);
        await client.DoAsync("RPUSH", "b", half);
        await client.DoAsync("SET", "c", "small");
        RespValue large = await client.ExecuteAsync("DUMP", default, "b");
        RespValue small = await client.ExecuteAsync("DUMP", default, "a");

        RecycleStep step = new(new RecycleFolder(_folder.PathOf("bin"))) { LargestPayload = Largest };
        OperationResult removed = await new MassOperation(client, KeySource.Keys(["a", "b", "c"]), step).RunAsync();
        Assert.Equal((2L, 1L, 1L), (removed.Succeeded, removed.Failed, await client.SizeAsync()));
        KeyError kept = Assert.Single(removed.Errors);

        OperationResult restored = new();
        RestoreTally tally = new(restored);
        await using (RestorePipe pipe = new(client, tally, RestoreConflict.Skip, () => 10) { LargestPayload = Largest })
        {
            await pipe.AddAsync(0, "a", null, small.Bytes, default);
            await pipe.AddAsync(0, "large", null, large.Bytes, default);
            await pipe.AddAsync(0, "c", null, small.Bytes, default);
            await pipe.FinishAsync(default);
        }

        tally.Close();
        Assert.Equal((2L, 1L, 3L), (restored.Succeeded, restored.Failed, await client.SizeAsync()));
        KeyError left = Assert.Single(restored.Errors);
        Assert.Equal(("b", "large", "TOOLARGE", "TOOLARGE"), (kept.Key.ToString(), left.Key.ToString(), kept.Code, left.Code));
    }

    private static async Task<TestServer> LargeAsync()
    {
        TestServer server = new("rdbcompression no");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        for (int i = 0; i < Keys; i++) { await client.DoAsync("SET", $"key:{i}", RandomNumberGenerator.GetBytes(Value)); }
        return server;
    }

    // The most values that are asked for in one piece.
    private static byte[] Count(byte[] bytes, ref int most)
    {
        int here = Regex.Count(Encoding.Latin1.GetString(bytes), "DUMP\r\n\\$[0-9]+\r\nkey:");
        most = Math.Max(most, here);
        return bytes;
    }
}
