using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Tests.Rdb;
using RedisPS.TestServers.Hosts;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

public sealed class BackupRehearsalTests(RdbFixture fixture) : IClassFixture<RdbFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-rehearsal-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_is_restored_and_compared_key_by_key(bool compress)
    {
        (RedisBackup backup, BackupTest test) = await BackUpAsync(compress);

        BackupTest result = await new BackupRehearsal(backup, Options()).RunAsync(test, default);

        Assert.Null(result.Problem);
        Assert.True(result is { IsGood: true, IsRestored: true });
        Assert.Equal((backup.Keys, 0L, 0L), (result.Restored!.ComparedKeys, result.Restored.DifferenceCount, result.Restored.NotComparedKeys));
        Assert.Equal(backup.Keys, result.Restored.ServerKeys);
        Assert.True(result.RecoveryTime > TimeSpan.Zero && result.RecoveryTime < result.Duration);
        Assert.Contains(backup.Version, result.ServerVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stores_the_same_in_another_way_is_the_same()
    {
        (RedisBackup backup, BackupTest test) = await BackUpAsync();
        using TestServer other = new("databases 16", "enable-debug-command local", "set-max-intset-entries 0", "hash-max-listpack-entries 0", "zset-max-listpack-entries 0", "list-max-listpack-size 1", "stream-node-max-entries 3");
        await using RedisClient client = await TestClient.ConnectAsync(other);
        await RestoreAsync(backup, client);
        await client.DoAsync("DEBUG", "RELOAD");

        BackupComparison comparison = await new BackupComparer(client, "other", backup, test).RunAsync(default);

        Assert.Empty(comparison.Differences);
        Assert.Equal((backup.Keys, true, "other"), (comparison.ComparedKeys, comparison.IsSame, comparison.ConnectionName));
    }

    [Theory]
    [InlineData("DEL text", "ExpiringKeys , Keys , Missing text")]
    [InlineData("SET more 1", "Keys ")]
    [InlineData("APPEND empty x", "Value empty")]
    [InlineData("LPUSH list:500 x", "Value list:500")]
    [InlineData("LSET list:3 1 x", "Value list:3")]
    [InlineData("SMOVE set:500 set:3 'member 7'", "Value set:3, Value set:500")]
    [InlineData("SADD intset:50 12345", "Value intset:50")]
    [InlineData("HSET hash:500 'field 1' 2", "Value hash:500")]
    [InlineData("ZINCRBY zset:500 0.0000001 'member 100'", "Value zset:500")]
    [InlineData("ZINCRBY zset:3 1 'member 2'", "Value zset:3")]
    [InlineData("XADD stream:500 * f v", "Value stream:500")]
    [InlineData("XACK stream:groups workers 5-1", "Value stream:groups")]
    [InlineData("XGROUP SETID stream:groups workers 5-1", "Value stream:groups")]
    [InlineData("XGROUP CREATECONSUMER stream:groups workers carol", "Value stream:groups")]
    [InlineData("XCLAIM stream:groups workers bob 0 5-1", "Value stream:groups")]
    [InlineData("PEXPIREAT text 4000000000124", "Expiry text")]
    [InlineData("PERSIST text", "ExpiringKeys , Expiry text")]
    [InlineData("EXPIRE int8 100000", "ExpiringKeys , Expiry int8")]
    [InlineData("RENAME list:3 set:3", "Keys , Missing list:3, Type set:3")]
    [InlineData("SWAPDB 0 5", null)]
    public async Task What_is_different_on_a_server_is_found_and_named(string command, string? expected)
    {
        (RedisBackup backup, BackupTest test) = await BackUpAsync();
        using TestServer other = new("databases 16");
        await using RedisClient client = await TestClient.ConnectAsync(other);
        await RestoreAsync(backup, client);
        await client.DoAsync([.. Words(command)]);

        BackupComparison comparison = await new BackupComparer(client, null, backup, test).RunAsync(default);

        Assert.False(comparison.IsSame);
        if (expected is not null) { Assert.Equal(expected, string.Join(", ", comparison.Differences.Select(difference => $"{difference.Kind} {difference.Key}").Order(StringComparer.Ordinal))); }
    }

    [Fact]
    public async Task The_expiry_of_a_field_is_part_of_the_value()
    {
        if (!fixture.HasFieldExpiry) { return; }
        await fixture.Client.ForDatabase(6).DoAsync("HSET", "fields", "lasting", "1", "brief", "2", "third", "3");
        await fixture.Client.ForDatabase(6).DoAsync("HPEXPIRE", "fields", "100", "FIELDS", "1", "brief");
        await fixture.Client.ForDatabase(6).DoAsync("HPEXPIREAT", "fields", "4000000000000", "FIELDS", "1", "third");
        await fixture.Client.ForDatabase(6).DoAsync("HSET", "gone", "f", "v");
        await fixture.Client.ForDatabase(6).DoAsync("HPEXPIRE", "gone", "100", "FIELDS", "1", "f");
        (RedisBackup backup, BackupTest test) = await BackUpAsync();
        await Task.Delay(150);
        while (await fixture.Client.ForDatabase(6).SizeAsync() > 1) { await Task.Delay(20); }

        BackupComparison same = await new BackupComparer(fixture.Client, null, backup, test).RunAsync(default);
        await fixture.Client.ForDatabase(6).DoAsync("HPEXPIREAT", "fields", "4000000000001", "FIELDS", "1", "third");
        BackupComparison other = await new BackupComparer(fixture.Client, null, backup, test).RunAsync(default);
        await fixture.Client.ForDatabase(6).DoAsync("FLUSHDB");

        Assert.DoesNotContain(same.Differences, difference => difference.Key is not null);
        Assert.Equal("Value fields", string.Join(", ", other.Differences.Where(difference => difference.Key is not null).Select(difference => $"{difference.Kind} {difference.Key}")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task Hashes_whose_fields_have_all_expired_are_no_loss(int? sample)
    {
        if (!fixture.HasFieldExpiry) { return; }
        using TestServer other = new("enable-debug-command local");
        await using RedisClient client = await TestClient.ConnectAsync(other);
        RedisBackup backup = await RestoreCountTests.BackUpFieldsAsync(client, _folder.FullName);
        BackupTest test = await BackupVerifier.TestAsync(backup);
        while (await client.SizeAsync() > 4) { await Task.Delay(20); }

        BackupTest result = await new BackupRehearsal(backup, Options() with { SampleSize = sample }).RunAsync(test, default);
        BackupComparison same = await new BackupComparer(client, null, backup, test) { SampleSize = sample }.RunAsync(default);
        await client.DoAsync("DEL", "later");
        BackupComparison less = await new BackupComparer(client, null, backup, test) { SampleSize = sample }.RunAsync(default);

        Assert.Null(result.Problem);
        Assert.Equal((true, 3L, 3L), (result.IsGood, result.ExpiredKeys!.Value, same.ExpiredKeys));
        Assert.Empty(same.Differences);
        Assert.Contains(less.Differences, difference => difference.Kind == DifferenceKind.Keys);
    }

    [Fact]
    public async Task What_expired_since_the_backup_is_no_loss_and_counted_apart()
    {
        RedisClient there = fixture.Client.ForDatabase(8);
        _ = await there.PipelineAsync([.. Enumerable.Range(0, 50).Select(i => new RedisCommand("SET", $"short:{i}", "1", "PX", 1500))]);
        await there.DoAsync("SET", "lasting", "1");
        (RedisBackup backup, BackupTest test) = await BackUpAsync();
        await there.DoAsync("FLUSHDB");
        await Task.Delay(1600);

        // On a busy machine some may be gone before the backup begins.
        long brief = backup.KeysByDatabase["8"] - 1;
        Assert.InRange(brief, 1, 50);
        BackupTest result = await new BackupRehearsal(backup, Options()).RunAsync(test, default);

        Assert.Null(result.Problem);
        Assert.Equal((brief, backup.Keys - brief, backup.Keys - brief), (result.ExpiredKeys!.Value, result.Restored!.ServerKeys!.Value, result.Restored.ComparedKeys));
    }

    [Fact]
    public async Task A_sample_is_exactly_as_large_as_was_asked_for_and_said_to_be_one()
    {
        (RedisBackup backup, BackupTest test) = await BackUpAsync();

        BackupTest result = await new BackupRehearsal(backup, Options() with { SampleSize = 7 }).RunAsync(test, default);

        Assert.True(result.IsRestored);
        Assert.Equal(7, result.Restored!.ComparedKeys);
        Assert.Contains("chosen at random", Assert.Single(result.Restored.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_read_the_file_says_why_in_its_own_words()
    {
        (RedisBackup backup, _) = await BackUpAsync();
        byte[] bytes = File.ReadAllBytes(backup.Path);
        Encoding.ASCII.GetBytes("0079").CopyTo(bytes, 5);
        bytes.AsSpan(bytes.Length - 8).Clear();
        string file = Path.Combine(_folder.FullName, "newer.rdb");
        File.WriteAllBytes(file, bytes);
        RedisBackup newer = BackupFolder.Find(file);
        BackupTest test = await BackupVerifier.TestAsync(newer);
        Assert.True(test.IsGood);

        BackupTest result = await new BackupRehearsal(newer, Options()).RunAsync(test, default);

        Assert.Equal((false, false), (result.IsGood, result.IsRestored));
        Assert.Contains("Can't handle RDB format version 79", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_claims_other_counts_is_found_before_a_server_is_started()
    {
        (RedisBackup backup, _) = await BackUpAsync();
        RedisBackup altered = backup with { Keys = backup.Keys + 1 };
        BackupTest test = await BackupVerifier.TestAsync(altered);

        BackupTest result = await new BackupRehearsal(altered, Options()).RunAsync(test, default);

        Assert.Equal((false, null), (result.IsGood, result.IsRestored));
        Assert.Contains("its manifest says", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_has_not_what_the_file_holds_is_no_success()
    {
        (RedisBackup backup, BackupTest test) = await BackUpAsync();
        BackupTest other = test with { Functions = test.Functions + 1 };

        BackupTest result = await new BackupRehearsal(backup, Options()).RunAsync(other, default);

        Assert.False(result.IsGood);
        Assert.Equal(DifferenceKind.Functions, Assert.Single(result.Differences).Kind);
    }

    [Fact]
    public async Task Neither_the_server_nor_its_directory_stays()
    {
        if (OperatingSystem.IsWindows()) { return; }
        (RedisBackup backup, BackupTest test) = await BackUpAsync();

        BackupTest result = await new BackupRehearsal(backup, Options() with { ServerPath = Wrapper("exec") }).RunAsync(test, default);

        Assert.True(result.IsRestored, result.Problem);
        AssertGone();
    }

    [Fact]
    public async Task Neither_stays_when_it_is_stopped_in_the_middle()
    {
        if (OperatingSystem.IsWindows()) { return; }
        (RedisBackup backup, BackupTest test) = await BackUpAsync();
        using CancellationTokenSource stop = new();
        Task<BackupTest> running = new BackupRehearsal(backup, Options() with { ServerPath = Wrapper("exec sleep 600 #") }).RunAsync(test, stop.Token);
        while (!File.Exists(Trace)) { await Task.Delay(10); }
        Assert.Equal(backup.RdbBytes, new FileInfo(Path.Combine(File.ReadAllText(Trace).Split('\n')[0], "dump.rdb")).Length);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        AssertGone();
    }

    [Fact]
    public async Task A_machine_without_a_server_is_an_error_with_a_remedy()
    {
        (RedisBackup backup, BackupTest test) = await BackUpAsync();

        HostException error = await Assert.ThrowsAsync<HostException>(() => new BackupRehearsal(backup, Options() with { ServerPath = "/bin/true" }).RunAsync(test, default));

        Assert.Equal(HostFailure.ServerNotFound, error.Failure);
        Assert.Contains("-ServerPath", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "Redis 7.0.15", "seven")]
    [InlineData(12, "Redis 8.0.2", "eight")]
    [InlineData(12, "Redis 7.4.1", "eight")]
    [InlineData(11, "Valkey 8.1.1", "valkey")]
    [InlineData(11, "", "valkey")]
    [InlineData(13, "Redis 9.0.0", "eight")]
    public void The_program_that_reads_the_file_is_chosen_and_the_one_that_wrote_it_before_others(int version, string writtenBy, string expected)
    {
        ServerProgram[] programs = [new("garnet", ServerProduct.Garnet, "2.2.5"), new("seven", ServerProduct.Redis, "7.0.15"), new("eight", ServerProduct.Redis, "8.0.2"), new("valkey", ServerProduct.Valkey, "8.1.1")];

        Assert.Equal(expected, RdbSupport.Choose(programs, version, writtenBy)!.Path);
    }

    private static RehearsalOptions Options() => new() { ServerPath = ServerBinary.Require(), Timeout = TimeSpan.FromMinutes(2) };

    private static IEnumerable<RedisArgument> Words(string command) =>
        command.Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(word => (RedisArgument)word);

    private static async Task RestoreAsync(RedisBackup backup, RedisClient client)
    {
        KeyRestore restore = new(client, null, backup, new BackupQuery(), null, RestoreConflict.Fail);
        Assert.Empty((await restore.RunAsync(default)).Errors);
        byte[] functions = Encoding.UTF8.GetBytes(Library);
        if (backup.RdbVersion >= 10) { await client.SendAsync(new RedisCommand("FUNCTION", "LOAD", functions)); }
    }

    private const string Library = "#!lua name=mine\nredis.register_function('f', function() return 1 end)";

    private string Trace => Path.Combine(_folder.FullName, "trace");

    // A server program that tells where it ran, and as which process.
    [UnsupportedOSPlatform("windows")]
    private string Wrapper(string exec)
    {
        string path = Path.Combine(_folder.FullName, "redis-server");
        string real = ServerBinary.OnPath(ServerBinary.Require()) ?? ServerBinary.Require();
        ScriptFile.Write(path, $"#!/bin/sh\nif [ \"$1\" = --version ]; then exec {real} --version; fi\nprintf '%s\\n%s\\n' \"$PWD\" $$ > {Trace}.new; mv {Trace}.new {Trace}\n{exec} {real} \"$@\"\n");
        return path;
    }

    private void AssertGone()
    {
        string[] trace = File.ReadAllLines(Trace);
        Assert.False(Directory.Exists(trace[0]));
        Assert.False(ProcessTable.IsAlive(int.Parse(trace[1], CultureInfo.InvariantCulture)));
    }

    private async Task<(RedisBackup Backup, BackupTest Test)> BackUpAsync(bool compress = false)
    {
        RedisBackup backup = await new BackupRun(fixture.Client, null, new BackupOptions { Folder = _folder.FullName, Compress = compress }).RunAsync(default);
        BackupTest test = await BackupVerifier.TestAsync(backup);
        Assert.True(test.IsGood, test.Problem);
        return (backup, test);
    }
}
