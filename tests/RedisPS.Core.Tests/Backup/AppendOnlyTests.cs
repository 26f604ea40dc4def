using System.Text;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Configuration;
using RedisPS.Core.Rdb;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Core.Tests.Backup;

/// <summary>The append-only file beside a backup.</summary>
public sealed class AppendOnlyTests : IDisposable
{
    private const string Setting = "auto-aof-rewrite-percentage";

    private static readonly string[] s_on = ["appendonly yes", "auto-aof-rewrite-percentage 77"];

    private readonly BackupPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("aof-use-rdb-preamble yes")]
    [InlineData("aof-use-rdb-preamble no")]
    public async Task A_server_that_starts_with_the_copy_has_the_same_data(string preamble)
    {
        using TestServer server = new([.. s_on, preamble]);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(1000, "base");
        await client.DoAsync("BGREWRITEAOF");
        await client.DoAsync("SET", "after", "the rewrite");
        await client.DoAsync("PEXPIREAT", "after", "4000000000123");
        RedisBackup backup = await RunAsync(client, "aof");
        string digest = (await client.TextAsync("DEBUG", "DIGEST"))!;
        Assert.Equal("77", await SettingAsync(client));
        Assert.True((await BackupVerifier.TestAsync(backup)).IsGood);
        Assert.Equal(["aof.rdb", "aof.rdb.appendonly", "aof.rdb.json"], _place.Names);

        using FileServer restored = new();
        _ = restored.Write("appendonly yes", "enable-debug-command yes");
        string target = Path.Combine(restored.DataDirectory, "appendonlydir");
        _ = Directory.CreateDirectory(target);
        foreach (BackupFile file in backup.AppendOnlyFiles) { File.Copy(Path.Combine(backup.AppendOnlyPath, file.Name), Path.Combine(target, file.Name)); }
        restored.Start();
        Assert.Equal(digest, restored.Send("DEBUG", "DIGEST"));
    }

    [Fact]
    public async Task A_rewrite_that_is_under_way_is_waited_for()
    {
        using TestServer server = new([.. s_on, "rdb-key-save-delay 100"]);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(3000, "key");
        await client.DoAsync("BGREWRITEAOF");
        RedisBackup backup = await RunAsync(client, "aof");
        Assert.Contains(backup.AppendOnlyFiles, file => file.Name == "appendonly.aof.2.base.rdb");
        Assert.Single(backup.AppendOnlyFiles, file => file.Name.EndsWith(".base.rdb", StringComparison.Ordinal));
        Assert.Equal("77", await SettingAsync(client));
    }

    [Fact]
    public async Task What_the_server_has_answered_to_and_not_written_yet_is_waited_for()
    {
        Queue<int> heldBack = new([132, 33, 0]);
        using FakeServer server = new(async connection =>
        {
            string[]? command = await connection.GreetAsync();
            while (command is not null)
            {
                bool reads = command is ["CONFIG", "GET", ..];
                string info = $"aof_enabled:1\r\naof_rewrite_in_progress:0\r\naof_buffer_length:{(heldBack.Count > 0 ? heldBack.Peek() : -1)}\r\n";
                if (command is ["INFO", "persistence"]) { _ = heldBack.TryDequeue(out _); }
                await connection.SendAsync(reads ? "*2\r\n$27\r\nauto-aof-rewrite-percentage\r\n$1\r\n0\r\n" : command[0] == "INFO" ? $"${info.Length}\r\n{info}\r\n" : "+OK\r\n");
                command = await connection.ReadCommandAsync();
            }
        });
        await using RedisClient client = await RedisClient.ConnectAsync(new RedisClientOptions { Endpoint = new RedisEndpoint("127.0.0.1", server.Port) });
        _ = await RewritePause.BeginAsync(client, _place.Path, Timeout.InfiniteTimeSpan, Assert.Fail, default);
        Assert.Empty(heldBack);
    }

    [Fact]
    public async Task A_damaged_file_is_found_and_the_setting_is_put_back()
    {
        using TestServer server = new(s_on);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "value");
        string increment = Path.Combine(server.DataDirectory, "appendonlydir", "appendonly.aof.1.incr.aof");
        byte[] bytes = await File.ReadAllBytesAsync(increment);
        bytes[0] = (byte)'?';
        await File.WriteAllBytesAsync(increment, bytes);
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "aof"));
        Assert.Equal(BackupFailure.AppendOnlyFailed, e.Failure);
        Assert.Equal("77", await SettingAsync(client));
        _place.AssertNothingBut();
    }

    [Fact]
    public async Task A_run_that_is_stopped_puts_the_setting_back()
    {
        using TestServer server = new([.. s_on, "rdb-key-save-delay 1000"]);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.PopulateAsync(3000, "key");
        using CancellationTokenSource stop = new();
        RewritePause pause = await RewritePause.BeginAsync(client, _place.Path, Timeout.InfiniteTimeSpan, Assert.Fail, default);
        Assert.Equal("0", await SettingAsync(client));
        await pause.EndAsync();
        Assert.Equal("77", await SettingAsync(client));
        await client.DoAsync("BGREWRITEAOF");
        Task waiting = RewritePause.BeginAsync(client, _place.Path, Timeout.InfiniteTimeSpan, Assert.Fail, stop.Token);
        while (await SettingAsync(client) != "0") { await Task.Delay(5); }
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("77", await SettingAsync(client));
        Assert.Empty(_place.Names);
    }

    [Fact]
    public async Task What_a_killed_run_left_the_next_one_puts_back()
    {
        using TestServer server = new(s_on);
        await using RedisClient client = await TestClient.ConnectAsync(server);

        // Begun and never ended, as by a process that was killed.
        using (await RewritePause.BeginAsync(client, _place.Path, Timeout.InfiniteTimeSpan, Assert.Fail, default)) { Assert.Equal("0", await SettingAsync(client)); }
        _ = await RunAsync(client, "aof");
        Assert.Equal("77", await SettingAsync(client));
        Assert.Equal(["aof.rdb", "aof.rdb.appendonly", "aof.rdb.json"], _place.Names);
    }

    [Fact]
    public async Task What_could_not_be_put_back_is_said_and_any_next_backup_does_it()
    {
        using TestServer server = new(s_on);
        await using RedisClient admin = await TestClient.ConnectAsync(server);
        await admin.DoAsync("SET", "key", "value");
        await using RedisClient client = await TestClient.ConnectAsync(server);
        List<string> warnings = [];
        RewritePause pause = await RewritePause.BeginAsync(client, _place.Path, Timeout.InfiniteTimeSpan, warnings.Add, default);

        // From here on CONFIG SET is refused.
        await admin.DoAsync("ACL", "SETUSER", "default", "-config|set");
        await pause.TryEndAsync(warnings.Add);
        Assert.Contains($"{Setting} of {server.EndPoint} could not be put back to 77 and is still 0", Assert.Single(warnings), StringComparison.Ordinal);
        BackupRun refused = new(client, "test", new BackupOptions { Folder = _place.Path, Name = "refused" });
        _ = await refused.RunAsync(default);
        Assert.Contains("is still 0", Assert.Single(refused.Warnings), StringComparison.Ordinal);

        await admin.DoAsync("ACL", "SETUSER", "default", "+config|set");
        BackupRun plain = new(client, "test", new BackupOptions { Folder = _place.Path, Name = "plain" });
        _ = await plain.RunAsync(default);
        Assert.Equal($"{Setting} of {server.EndPoint} was left at 0 by a backup that was interrupted, and is 77 again.", Assert.Single(plain.Warnings));
        Assert.Equal("77", await SettingAsync(client));
        Assert.Equal(["plain.rdb", "plain.rdb.json", "refused.rdb", "refused.rdb.json"], _place.Names);
    }

    [Fact]
    public async Task A_backup_beside_one_that_is_copying_does_not_end_its_pause()
    {
        using TestServer server = new(s_on);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RewritePause pause = await RewritePause.BeginAsync(client, _place.Path, Timeout.InfiniteTimeSpan, Assert.Fail, default);
        BackupRun plain = new(client, "test", new BackupOptions { Folder = _place.Path, Name = "plain" });
        _ = await plain.RunAsync(default);
        Assert.Empty(plain.Warnings);
        Assert.Equal("0", await SettingAsync(client));
        BackupException e = await Assert.ThrowsAsync<BackupException>(() => RunAsync(client, "second"));
        Assert.Contains("by another backup", e.Message, StringComparison.Ordinal);
        await pause.EndAsync();
        Assert.Equal("77", await SettingAsync(client));
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_copy()
    {
        if (OperatingSystem.IsWindows()) { return; }
        using TestServer server = new(s_on);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "value");
        RedisBackup backup = await RunAsync(client, "aof");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(backup.AppendOnlyPath));
        Assert.Equal(3, backup.AppendOnlyFiles.Count);
        foreach (BackupFile file in backup.AppendOnlyFiles) { Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(backup.AppendOnlyPath, file.Name))); }
    }

    [Fact]
    public async Task A_server_without_one_is_said_so_in_the_manifest()
    {
        using TestServer server = new();
        await using RedisClient client = await TestClient.ConnectAsync(server);
        RedisBackup backup = await RunAsync(client, "none");
        Assert.Empty(backup.AppendOnlyFiles);
        Assert.Contains(backup.Notes, note => note.StartsWith("No append-only file", StringComparison.Ordinal));
        Assert.Equal(["none.rdb", "none.rdb.json"], _place.Names);
    }

    [Fact]
    public async Task What_changed_since_is_found_and_all_of_it_is_removed()
    {
        using TestServer server = new(s_on);
        await using RedisClient client = await TestClient.ConnectAsync(server);
        await client.DoAsync("SET", "key", "value");
        RedisBackup backup = await RunAsync(client, "aof");
        string file = Path.Combine(backup.AppendOnlyPath, backup.AppendOnlyFiles[1].Name);
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        BackupTest test = await BackupVerifier.TestAsync(backup);
        Assert.False(test.IsGood);
        Assert.Contains("append-only", test.Problem, StringComparison.Ordinal);
        File.Delete(file);
        Assert.False((await BackupVerifier.TestAsync(backup)).IsGood);
        BackupFolder.Remove(backup);
        Assert.Empty(_place.Names);
    }

    [Fact]
    public void A_copy_ends_after_a_whole_command_and_never_inside_a_transaction()
    {
        string[] parts =
        [
            Command("SELECT", "0"), "#TS:1700000000\r\n", Command("SET", "key", "value"),
            Command("MULTI") + Command("INCR", "first") + Command("INCR", "second") + Command("EXEC"), Command("SET", "empty", ""),
        ];
        byte[] all = Encoding.ASCII.GetBytes(string.Concat(parts));
        List<int> ends = [0];
        foreach (string part in parts) { ends.Add(ends[^1] + part.Length); }
        for (int length = 0; length <= all.Length; length++)
        {
            // The rest is there too, as when the server appends while the file is read.
            Assert.Equal(ends.Last(end => end <= length), AppendOnlyScan.Read(new MemoryStream(all, 0, length), length, default).Whole);
            Assert.Equal(ends.Last(end => end <= length), AppendOnlyScan.Read(new MemoryStream(all), length, default).Whole);
        }
    }

    [Theory]
    [InlineData("?")]
    [InlineData("*x\r\n")]
    [InlineData("*1\r\n+PING\r\n")]
    [InlineData("*1\r\n$4\r\nPING!!")]
    [InlineData("*1\r\n$-4\r\nPING\r\n")]
    public void What_is_no_command_is_damage(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Command("SET", "key", "value") + text + new string(' ', 100));
        _ = Assert.Throws<RdbFormatException>(() => AppendOnlyScan.Read(new MemoryStream(bytes), bytes.Length, default));
    }

    [Fact]
    public async Task An_RDB_at_the_beginning_is_read_to_its_end()
    {
        byte[] rdb = await BackupPlace.SmallRdbAsync();
        byte[] all = [.. rdb, .. Encoding.ASCII.GetBytes(Command("SET", "key", "value"))];
        Assert.Equal(all.Length, AppendOnlyScan.Read(new MemoryStream(all), all.Length, default).Whole);
        all[rdb.Length / 2] ^= 4;
        _ = Assert.Throws<RdbFormatException>(() => AppendOnlyScan.Read(new MemoryStream(all), all.Length, default));
    }

    private static string Command(params string[] words) => $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"));

    private static async Task<string?> SettingAsync(RedisClient client) => (await new ConfigStore(client).ReadAsync([Setting])).GetValueOrDefault(Setting);

    private Task<RedisBackup> RunAsync(RedisClient client, string name) =>
        new BackupRun(client, "test", new BackupOptions { Folder = _place.Path, Name = name, Method = BackupMethod.ServerFile, IncludeAppendOnly = true }).RunAsync(default);
}
