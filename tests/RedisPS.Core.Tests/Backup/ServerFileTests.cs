using System.Globalization;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Persistence;
using RedisPS.Core.Rdb;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.Core.Tests.Persistence;
using RedisPS.Core.Values;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>Backups from the server's own files.</summary>
public sealed class ServerFileTests : IDisposable
{
    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_file_is_that_of_this_save_and_not_of_an_earlier_one(bool given)
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        for (int round = 1; round <= 3; round++)
        {
            // Each save comes right after the one before, in the same second if it could.
            await client.DoAsync("SET", $"key:{round}", "x");
            RedisBackup backup = await RunAsync(client, $"round{round}", options => options with { ServerDataPath = given ? server.DataDirectory : null });
            Assert.Equal(round, backup.Keys);
            Assert.True(backup.IsVerified && backup.IsPointInTime);
            Assert.True((await BackupVerifier.TestAsync(backup)).IsGood);
        }
    }

    [Fact]
    public async Task A_save_that_runs_already_is_waited_for_and_does_not_count()
    {
        using TestServer server = new("rdb-key-save-delay 100");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(5000, "key");
        await client.DoAsync("BGSAVE");
        await client.DoAsync("SET", "written later", "x");
        Assert.Equal(5001, (await RunAsync(client, "both")).Keys);
    }

    [Theory]
    [InlineData("USR1", SaveFailure.Killed)]
    [InlineData("KILL", SaveFailure.Failed)]
    public async Task A_save_whose_child_is_killed_leaves_nothing(string signal, SaveFailure failure)
    {
        using TestServer server = new("rdb-key-save-delay 2000");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        _ = await RunAsync(client, "earlier");
        await client.PopulateAsync(20_000, "key");
        Task<RedisBackup> run = RunAsync(client, "later");
        await ServerChild.SignalAsync(server, signal);
        Assert.Equal(failure, (await Assert.ThrowsAsync<SaveException>(() => run)).Failure);
        _place.AssertNothingBut("earlier.rdb");
    }

    [Fact]
    public async Task A_server_that_cannot_write_and_stops_its_writes_is_no_backup()
    {
        using TestServer server = new("save 3600 1");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "1");
        _ = await RunAsync(client, "earlier");
        string file = Path.Combine(server.DataDirectory, "dump.rdb");
        File.Delete(file);
        _ = Directory.CreateDirectory(Path.Combine(file, "in the way"));
        Assert.Equal(SaveFailure.Failed, (await Assert.ThrowsAsync<SaveException>(() => RunAsync(client, "later"))).Failure);
        Assert.Equal("MISCONF", (await Assert.ThrowsAsync<RedisServerException>(() => client.DoAsync("SET", "key", "2"))).Code);
        _place.AssertNothingBut("earlier.rdb");
    }

    [Fact]
    public async Task A_file_dated_with_the_second_that_has_just_ended_is_that_of_this_save()
    {
        // A server dates its file with a clock that moves on by ticks, and tells the time by a finer one.
        byte[] rdb = await BackupPlace.SmallRdbAsync();
        RdbReader reader = new(new MemoryStream(rdb));
        _ = reader.ReadKey();
        long dated = long.Parse(reader.Auxiliary["ctime"], CultureInfo.InvariantCulture);
        using FakeServer server = ClockServer.Start(dated - 100, ((dated + 1) * 1_000_000) + 500, dated, () => File.WriteAllBytesAsync(_place.In("dump.rdb"), rdb));
        await using RedisClient client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", server.Port) });
        Assert.True((await RunAsync(client, "later", options => options with { ServerDataPath = _place.Path })).IsVerified);
    }

    [Fact]
    public async Task A_file_of_a_newer_format_is_kept_unread_where_that_is_wanted()
    {
        long dated = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        byte[] rdb = [.. "REDIS0014"u8, 0xfa, 5, .. "ctime"u8, 10, .. Encoding.ASCII.GetBytes($"{dated}"), 28, 1, (byte)'k', 1, 0, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        foreach (bool verify in new[] { true, false })
        {
            using FakeServer server = ClockServer.Start(dated - 100, (dated * 1_000_000) + 500, dated, () => File.WriteAllBytesAsync(_place.In("dump.rdb"), rdb));
            await using RedisClient client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", server.Port) });
            Task<RedisBackup> run = RunAsync(client, "newer", options => options with { ServerDataPath = _place.Path, Verify = verify });
            if (verify)
            {
                Assert.Equal(BackupFailure.UnknownFormat, (await Assert.ThrowsAsync<BackupException>(() => run)).Failure);
                Assert.Equal(["dump.rdb"], _place.Names);
                File.Delete(_place.In("dump.rdb"));
                continue;
            }

            RedisBackup backup = await run;
            Assert.False(backup.IsVerified);
            Assert.Equal(rdb, await File.ReadAllBytesAsync(backup.Path));
            Assert.Equal(BackupCondition.NotReadable, (await BackupVerifier.TestAsync(backup)).Condition);
        }
    }

    [Fact]
    public async Task The_file_of_another_server_is_not_taken_for_this_one_s()
    {
        using TestServer server = new();
        using TestServer other = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await using RedisClient otherClient = await TestClient.ConnectAsync(other);
        await otherClient.DoAsync("SET", "key", "1");
        await otherClient.DoAsync("SAVE");
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later", options => options with { ServerDataPath = other.DataDirectory }));
        Assert.Equal(BackupFailure.ServerFileMissing, e.Failure);
        Assert.Contains("older file", e.Message, StringComparison.Ordinal);
        Assert.Contains("Replication", e.Remedy, StringComparison.Ordinal);
        _place.AssertNothingBut();
    }

    [Fact]
    public async Task A_folder_without_the_file_is_said_with_the_remedy()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        foreach (string folder in new[] { _place.Path, _place.In("none") })
        {
            BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later", options => options with { ServerDataPath = folder }));
            Assert.Equal(BackupFailure.ServerFileMissing, e.Failure);
            Assert.Contains("-ServerDataPath", e.Remedy, StringComparison.Ordinal);
        }

        _place.AssertNothingBut();
    }

    [Fact]
    public async Task A_server_that_withholds_its_commands_is_said_with_the_remedy()
    {
        using TestServer server = new("rename-command BGSAVE \"\"", "rename-command CONFIG \"\"");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        BackupException unknown = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later"));
        BackupException refused = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later", options => options with { ServerDataPath = server.DataDirectory }));
        Assert.Contains("does not tell where its files are", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("managed", refused.Message, StringComparison.Ordinal);
        Assert.All([unknown, refused], e => Assert.Contains("-Method Replication", e.Remedy, StringComparison.Ordinal));
        _place.AssertNothingBut();
    }

    [Theory]
    [InlineData(BackupMethod.Replication)]
    [InlineData(BackupMethod.ServerFile)]
    public async Task Under_load_two_counters_that_count_together_are_equal(BackupMethod method)
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("MSET", "first", "0", "second", "0");
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(async () =>
        {
            await using RedisClient other = await RedisClient.ConnectAsync(TestClient.For(server));
            RedisCommand[] both = [new("MULTI"), new("INCR", "first"), new("SET", "between", new string('x', 1000)), new("INCR", "second"), new("EXEC")];
            while (!stop.IsCancellationRequested) { _ = await other.PipelineAsync(both, default); }
        });
        string? last = "0";
        for (int round = 0; round < 3; round++)
        {
            RedisBackup backup = await RunAsync(client, $"load{round}", options => options with { Method = method });
            using BackupContent content = new(backup, new BackupQuery { Keys = new KeyQuery { Patterns = ["first", "second"] }, Values = new() });
            string?[] values = [.. content.Read().Cast<RedisValue>().Select(value => Convert.ToString(value.Value, CultureInfo.InvariantCulture))];
            Assert.Equal(2, values.Length);
            Assert.Equal(values[0], values[1]);
            Assert.NotEqual(last, values[0]);
            last = values[0];
        }

        await stop.CancelAsync();
        await writer;
    }

    [Theory]
    [InlineData("psync", BackupMethod.Replication)]
    [InlineData("replconf", BackupMethod.Replication)]
    [InlineData("bgsave", BackupMethod.ServerFile)]
    [InlineData("info", BackupMethod.ServerFile)]
    [InlineData("acl|list", BackupMethod.Replication)]
    [InlineData("config|get", BackupMethod.Replication)]
    [InlineData("function|dump", BackupMethod.Replication)]
    public async Task A_right_that_is_missing_is_named(string missing, BackupMethod method)
    {
        using TestServer server = new();
        _ = server.Send("ACL", "SETUSER", "limited", "on", ">pw", "~*", "&*", "+@all", "-" + missing);
        await using RedisClient client = await RedisClient.ConnectAsync(TestClient.For(server) with { User = "limited", Password = new RedisSecret("pw") });
        RedisServerException e = await Assert.ThrowsAsync<RedisServerException>(() => RunAsync(client, "later", options => options with
        {
            Method = method,
            ServerDataPath = server.DataDirectory,
            IncludeAcl = true,
            IncludeConfiguration = true,
            IncludeFunctions = true,
        }));
        Assert.Equal("NOPERM", e.Code);
        Assert.Contains(missing, e.Message, StringComparison.OrdinalIgnoreCase);
        _place.AssertNothingBut();
    }

    [Fact]
    public async Task Functions_beside_a_backup_are_what_another_server_takes()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("FUNCTION", "LOAD", "#!lua name=mine\nredis.register_function('f', function() return 42 end)");
        RedisBackup backup = await RunAsync(client, "functions", options => options with { Method = BackupMethod.Replication, IncludeFunctions = true });
        byte[] dump = await File.ReadAllBytesAsync(_place.In(backup.Companions["functions"]));
        using TestServer other = new();
        await using RedisClient otherClient = await TestClient.ConnectAsync(other);
        await otherClient.DoAsync("FUNCTION", "RESTORE", dump);
        Assert.Equal(42, await otherClient.NumberAsync("FCALL", "f", 0));
        BackupFolder.Remove(backup);
        Assert.Empty(_place.Names);
    }

    [Fact]
    public async Task A_server_without_functions_is_said_so_in_the_manifest()
    {
        using TestServer server = new("rename-command FUNCTION \"\"");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisBackup backup = await RunAsync(client, "none", options => options with { Method = BackupMethod.Replication, IncludeFunctions = true });
        Assert.DoesNotContain("functions", backup.Companions.Keys);
        Assert.Contains(backup.Notes, note => note.StartsWith("No functions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_checksum_the_manifest_says_what_can_be_promised()
    {
        using TestServer server = new("rdbchecksum no");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "value");
        RedisBackup backup = await RunAsync(client, "unsummed");
        Assert.Equal(RdbChecksum.Absent, backup.Checksum);
        Assert.Contains(backup.Notes, note => note.Contains("rdbchecksum no", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_last_backup_took_has_to_be_free()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisBackup earlier = await RunAsync(client, "earlier");
        BackupFolder.Save(earlier with { Bytes = 1L << 55 });
        foreach (BackupMethod method in Enum.GetValues<BackupMethod>())
        {
            BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "later", options => options with { Method = method }));
            Assert.Equal(BackupFailure.NoSpace, e.Failure);
            Assert.Contains("the last one took", e.Message, StringComparison.Ordinal);
        }

        _place.AssertNothingBut("earlier.rdb");
    }

    private Task<RedisBackup> RunAsync(RedisClient client, string name, Func<BackupOptions, BackupOptions>? change = null)
    {
        BackupOptions options = new() { Folder = _place.Path, Name = name, Method = BackupMethod.ServerFile };
        return new BackupRun(client, "test", change?.Invoke(options) ?? options).RunAsync(default);
    }
}
