using RedisPS.Core.Backup;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>A folder of backups with a good one in it, which no fault may touch.</summary>
internal sealed class BackupPlace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-backup-");

    public string Path => _folder.FullName;

    /// <summary>The names of all files but the note of a failure.</summary>
    public string[] Names => [.. _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Where(name => !name.StartsWith(".failed-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Nothing is left of a backup that failed: no data, no manifest, no beginning of a file; and why it failed is noted.</summary>
    public void AssertNothingBut(params string[] names)
    {
        Assert.Equal(names.SelectMany(name => new[] { name, name + ".json" }).Order(StringComparer.Ordinal), Names);
        Assert.NotEmpty(_folder.EnumerateFiles(".failed-*"));
    }

    /// <summary>A small RDB with a checksum, as a server of this machine wrote it.</summary>
    public static async Task<byte[]> SmallRdbAsync(params string[] configuration)
    {
        using BackupPlace place = new();
        using TestServers.Servers.TestServer server = new(configuration);
        await using Client.RedisClient client = await Keyspace.TestClient.ConnectAsync(server);
        await Keyspace.TestClient.DoAsync(client, "SET", "text", "a value");
        await Keyspace.TestClient.DoAsync(client, "SET", "number", "12345");
        await Keyspace.TestClient.DoAsync(client, "PEXPIREAT", "number", "4000000000123");
        await Keyspace.TestClient.DoAsync(client, "RPUSH", "list", "1", "two", "three");
        await Keyspace.TestClient.DoAsync(client, "SADD", "set", "1", "2", "3");
        await Keyspace.TestClient.DoAsync(client, "HSET", "hash", "field", "value", "other", "2");
        await Keyspace.TestClient.DoAsync(client, "ZADD", "zset", "1.5", "one", "2", "two");
        await Keyspace.TestClient.DoAsync(client, "XADD", "stream", "1-1", "field", "value");
        await Keyspace.TestClient.DoAsync(client, "SET", "packed", new string('x', 200));
        RedisBackup backup = await new BackupRun(client, null, new BackupOptions { Folder = place.Path, Name = "small", Verify = false }).RunAsync(default);
        return await File.ReadAllBytesAsync(backup.Path);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
