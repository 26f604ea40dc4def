using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedisPS.Core.Backup;
using RedisPS.Core.Rdb;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>Manifests that another version, or somebody's hand, wrote.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void What_a_manifest_does_not_say_is_empty_and_not_missing()
    {
        RedisBackup backup = Read("""{"format":"redisps-backup/1","server":null,"futureThing":{"a":1}}""");

        Assert.Equal("data.rdb", backup.Name);
        Assert.All(
            typeof(RedisBackup).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => new NullabilityInfoContext().Create(property).ReadState == NullabilityState.NotNull),
            property => Assert.True(property.GetValue(backup) is not null, $"{property.Name} is null."));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        RedisBackup written = new()
        {
            Name = "data.rdb", Path = _place.In("data.rdb"), Server = "h:1", Product = "Redis", Version = "7.0", Method = BackupMethod.Logical, StartedAt = DateTimeOffset.UtcNow,
            KeysByType = new Dictionary<string, long> { ["string"] = 3 }, Checksum = RdbChecksum.Absent, ReplicationOffset = 5, Notes = ["ü \"q\""], AppendOnlyFiles = [new BackupFile("a", 1, "ff")],
            Companions = new Dictionary<string, string> { ["acl"] = "x" }, VerifiedAt = DateTimeOffset.UtcNow,
        };
        File.WriteAllText(written.Path, "");
        BackupFolder.Save(written);

        RedisBackup read = BackupFolder.Find(written.Path);

        Assert.Equal(JsonSerializer.Serialize(written), JsonSerializer.Serialize(read));
        JsonNode text = JsonNode.Parse(File.ReadAllText(written.ManifestPath))!;
        Assert.Equal(("Logical", "Absent", 3), ((string?)text["method"], (string?)text["checksum"], (int?)text["keysByType"]!["string"]));
    }

    [Fact]
    public void What_an_earlier_version_wrote_is_read_as_it_is_meant_now()
    {
        RedisBackup backup = Read("""{"format":"redisps-backup/1","server":"10.0.0.2:6380","isVerified":true,"failedKeys":0,"notes":["Key by key.","Taken from the replica 10.0.0.2:6380 of db1:6379."]}""");
        Assert.Equal(("db1:6379", "10.0.0.2:6380", true), (backup.Server, backup.Source, backup.IsVerified));

        backup = Read("""{"format":"redisps-backup/1","server":"db1:6379","isVerified":true,"failedKeys":5}""");
        Assert.Equal(("db1:6379", null, false), (backup.Server, backup.Source, backup.IsVerified));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"format":"another/1"}""")]
    public void What_is_no_manifest_is_no_backup(string text)
    {
        Write(text);
        Assert.Empty(new BackupFolder(_place.Path).List());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"server":"h:1"}""")]
    [InlineData("not json")]
    public void A_note_of_a_failure_that_cannot_be_read_counts_as_one_of_now(string text)
    {
        DateTimeOffset before = DateTimeOffset.UtcNow;
        File.WriteAllText(_place.In(".failed-h_1"), text);

        BackupAttempt? attempt = BackupAttempt.Find(_place.Path, "h:1");

        Assert.Equal("h:1", attempt?.Server);
        Assert.Contains("cannot be read", attempt!.Problem, StringComparison.Ordinal);
        Assert.True(attempt.StartedAt >= before);
    }

    private RedisBackup Read(string manifest)
    {
        Write(manifest);
        return Assert.Single(new BackupFolder(_place.Path).List());
    }

    private void Write(string manifest)
    {
        File.WriteAllText(_place.In("data.rdb"), "");
        File.WriteAllText(_place.In("data.rdb.json"), manifest);
    }
}
