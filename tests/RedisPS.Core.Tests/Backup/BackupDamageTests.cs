using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>A file that was damaged after it was written: every flipped bit, every length.</summary>
public sealed class BackupDamageTests : IDisposable
{
    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Every_flipped_bit_and_every_lost_byte_of_a_file_without_a_manifest_is_found()
    {
        byte[] whole = await BackupPlace.SmallRdbAsync();
        Assert.True((await TestAsync(whole)).IsGood);
        for (int at = 0; at < whole.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= (byte)(1 << bit);
                Assert.False((await TestAsync(damaged)).IsGood, $"byte {at}, bit {bit}");
            }

            Assert.False((await TestAsync(whole[..at])).IsGood, $"cut at {at}");
        }

        Assert.False((await TestAsync([.. whole, 0])).IsGood);
    }

    [Theory]
    [InlineData("rdbchecksum yes", false)]
    [InlineData("rdbchecksum no", false)]
    [InlineData("rdbchecksum no", true)]
    public async Task With_its_manifest_every_flipped_bit_is_found_also_where_there_is_no_checksum(string setting, bool compress)
    {
        using TestServer server = new(setting);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "a value that any change keeps readable");
        RedisBackup backup = await new BackupRun(client, null, new BackupOptions { Folder = _place.Path, Name = "one", Compress = compress }).RunAsync(default);
        byte[] whole = await File.ReadAllBytesAsync(backup.Path);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(backup.Path, damaged);
            Assert.False((await BackupVerifier.TestAsync(backup)).IsGood, $"byte {at}");
            await File.WriteAllBytesAsync(backup.Path, whole[..at]);
            Assert.False((await BackupVerifier.TestAsync(backup)).IsGood, $"cut at {at}");
        }

        await File.WriteAllBytesAsync(backup.Path, whole);
        Assert.True((await BackupVerifier.TestAsync(backup)).IsGood);
    }

    private async Task<BackupTest> TestAsync(byte[] bytes)
    {
        string path = _place.In("found.rdb");
        await File.WriteAllBytesAsync(path, bytes);
        return await BackupVerifier.TestAsync(BackupFolder.Find(path));
    }
}
