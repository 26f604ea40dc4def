using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>What a backup costs in memory; alone, because what is counted is the whole process.</summary>
[Collection(BackupMemoryCollection.Name)]
public sealed class BackupMemoryTests : IDisposable
{
    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(BackupMethod.Replication)]
    [InlineData(BackupMethod.Logical)]
    public async Task A_large_value_is_never_held_whole(BackupMethod method)
    {
        const int Bytes = 100 << 20;
        using TestServer server = new("rdbcompression no");
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server));
        await client.DoAsync("SETRANGE", "large", Bytes - 1, "x");
        await client.DoAsync("PEXPIREAT", "large", "4000000000123");
        await client.DoAsync("SET", "small", "after it");
        _ = await new BackupRun(client, null, new BackupOptions { Folder = _place.Path, Method = method }).RunAsync(default);
        long before = GC.GetTotalAllocatedBytes();
        RedisBackup backup = await new BackupRun(client, null, new BackupOptions { Folder = _place.Path, Method = method }).RunAsync(default);
        BackupTest test = await BackupVerifier.TestAsync(backup);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, Bytes / 2);
        Assert.True(test.IsGood, test.Problem);
        Assert.Equal((2, 1), (test.Keys, test.ExpiringKeys));
        Assert.InRange(backup.RdbBytes, Bytes, Bytes + 1000);
    }
}
