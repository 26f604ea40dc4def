using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.RecycleBin;
using RedisPS.Core.Rdb;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Transfer;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Transfer;

/// <summary>Whatever the keys are: what leaves a server comes back as it was.</summary>
public sealed class RandomTruthTests : IDisposable
{
    private readonly TransferFolder _folder = new();
    private readonly TestServer _server = new("enable-debug-command local");

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, ExportFormat.Dump)]
    [InlineData(2, ExportFormat.Dump)]
    [InlineData(1, ExportFormat.JsonLines)]
    [InlineData(2, ExportFormat.JsonLines)]
    [InlineData(3, ExportFormat.JsonLines)]
    public async Task Exported_and_imported(int seed, ExportFormat format)
    {
        await using RedisClient client = await TestClient.ConnectAsync(_server);
        await new RandomKeys(client, seed).FillAsync(150);
        SortedDictionary<string, string> before = await DescribeAsync(client);
        _ = await _folder.ExportAsync(client, format, compress: seed == 2);
        using TestServer target = new("enable-debug-command local");
        await using RedisClient other = await TestClient.ConnectAsync(target);
        (_, OperationResult result) = await _folder.ImportAsync(other);
        Assert.Empty(result.Errors);
        Assert.Equal(before, await DescribeAsync(other));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Recycled_and_restored(int seed)
    {
        await using RedisClient client = await TestClient.ConnectAsync(_server);
        await new RandomKeys(client, seed).FillAsync(150);
        SortedDictionary<string, string> before = await DescribeAsync(client);
        RecycleFolder bin = new(_folder.PathOf("bin"));
        OperationResult removed = await new MassOperation(client, KeySource.Walk(new KeyQuery()), new RecycleStep(bin)).RunAsync();
        Assert.Equal((before.Count, 0L), (removed.Succeeded, await client.SizeAsync()));
        _ = await RecycleBinContents.Restore(bin.Find(removed.OperationId.ToString()), client, null, new KeyImportOptions()).RunAsync(default);
        Assert.Equal(before, await DescribeAsync(client));
    }

    // Each key with what the server itself says of its value and its time, and with what its payload holds beyond that (groups, times of fields).
    private static async Task<SortedDictionary<string, string>> DescribeAsync(RedisClient client)
    {
        SortedDictionary<string, string> keys = new(StringComparer.Ordinal);
        await using KeyWalk walk = new(client, new KeyQuery());
        while (await walk.NextNamesAsync() is { } names)
        {
            foreach (RedisKey name in names)
            {
                RespValue[] replies = await client.PipelineAsync(
                [
                    new RedisCommand("DEBUG", "DIGEST-VALUE", name), new RedisCommand("PEXPIRETIME", name), new RedisCommand("TYPE", name), new RedisCommand("DUMP", name),
                ]);
                (string type, byte[]? digest) = ValueDigest.Of(replies[3].Bytes.ToArray(), 0);
                keys[Convert.ToHexString(name.Span)] = $"{replies[0].Items[0].AsText()} {replies[1].Integer} {replies[2].AsText()} {type} {Convert.ToHexString(digest ?? [])}";
            }
        }

        return keys;
    }
}
