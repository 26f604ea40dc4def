using System.Text.Json.Nodes;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>The files beside a backup are as much a part of it as the data: a change in one is found.</summary>
public sealed class CompanionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-companion-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_companion_that_changed_or_is_missing_is_found()
    {
        RedisBackup backup = await BackUpAsync();
        Assert.Equal(backup.Companions.Values.Order(), backup.CompanionFiles.Select(file => file.Name).Order());
        Assert.Equal(3, backup.CompanionFiles.Count);
        Assert.True((await TestAsync(backup.Path)).IsGood);
        foreach (BackupFile companion in backup.CompanionFiles)
        {
            string path = Path.Combine(_folder.FullName, companion.Name);
            byte[] whole = File.ReadAllBytes(path);
            Assert.Equal(companion.Bytes, whole.Length);
            for (int at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 5))
            {
                byte[] flipped = [.. whole];
                flipped[at] ^= 1;
                File.WriteAllBytes(path, flipped);
                BackupTest test = await TestAsync(backup.Path);
                Assert.False(test.IsGood);
                Assert.Contains($"{companion.Name} is not the one", test.Problem, StringComparison.Ordinal);
            }

            File.Delete(path);
            Assert.Contains($"{companion.Name} cannot be read", (await TestAsync(backup.Path)).Problem, StringComparison.Ordinal);
            File.WriteAllBytes(path, whole);
        }

        Assert.True((await TestAsync(backup.Path)).IsGood);
    }

    [Fact]
    public async Task A_manifest_of_before_says_nothing_of_companions_and_is_good()
    {
        RedisBackup backup = await BackUpAsync();
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(backup.ManifestPath))!.AsObject();
        string name = manifest.Select(pair => pair.Key).Single(key => key.Equals(nameof(RedisBackup.CompanionFiles), StringComparison.OrdinalIgnoreCase));
        Assert.True(manifest.Remove(name));
        File.WriteAllText(backup.ManifestPath, manifest.ToJsonString());
        RedisBackup read = BackupFolder.Find(backup.Path);
        Assert.Equal((3, 0), (read.Companions.Count, read.CompanionFiles.Count));
        File.AppendAllText(Path.Combine(_folder.FullName, read.Companions["acl"]), "more");
        Assert.True((await TestAsync(backup.Path)).IsGood);
    }

    private static Task<BackupTest> TestAsync(string path) => BackupVerifier.TestAsync(BackupFolder.Find(path));

    private async Task<RedisBackup> BackUpAsync()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "a", "1");
        await client.DoAsync("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('f', function() return 1 end)");
        BackupOptions options = new() { Folder = _folder.FullName, IncludeAcl = true, IncludeConfiguration = true, IncludeFunctions = true };
        return await new BackupRun(client, null, options).RunAsync(default);
    }
}
