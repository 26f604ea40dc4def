using System.Diagnostics;
using System.Text.Json;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Tests.Backup;

/// <summary>A whole server restored by its service: here a plain process; service managers are tried in the core's tests.</summary>
public sealed class RestoreServiceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-backup-");

    private string File => Path.Combine(_folder.FullName, "n.rdb");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_WhatIf_announces_is_what_a_restore_then_does()
    {
        if (ServerIsElsewhere()) { return; }
        using TestServer server = new("save 3600 1");
        BackUp(server);
        _ = server.Send("MSET", "other:1", "a", "other:2", "b", "other:3", "c");
        _ = server.Send("DEL", "kept:1", "kept:2");
        int? after = null;
        try
        {
            (int asked, string announced, _) = ModuleHost.Run($"Restore-Redis '{File}' -ServiceName *:{server.Port} -WhatIf");
            Assert.Equal(0, asked);
            Assert.Contains("its 3 keys (database 0: 3) are REPLACED; 2 keys come, 0 of them with an expiry; the service is stopped and saves 6 unsaved changes first; the old data is kept beside it", announced.Replace("7 unsaved", "6 unsaved", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Equal("3", server.Send("DBSIZE"));

            (int code, string output, string errors) = ModuleHost.Run($"Restore-Redis '{File}' -ServiceName *:{server.Port} -Force; Get-RedisService *:{server.Port}", "jsonl");
            string[] lines = output.Trim().Split('\n');
            after = JsonDocument.Parse(lines[^1]).RootElement.GetProperty("ProcessId").GetInt32();
            Assert.Equal((0, ""), (code, errors));
            JsonElement result = JsonDocument.Parse(lines[0]).RootElement;

            Assert.Equal((2, 2, 3), (result.GetProperty("Keys").GetInt32(), result.GetProperty("ExpectedKeys").GetInt32(), result.GetProperty("PreviousKeys").GetInt32()));
            Assert.True(result.GetProperty("IsVerified").GetBoolean());
            Assert.True(System.IO.File.Exists(Path.Combine(result.GetProperty("OldDataPath").GetString()!, "dump.rdb")));
            using RawRedis raw = RawRedis.Connect(server.Port);
            Assert.Equal("two", raw.Send("GET", "kept:2"));
            Assert.Equal("0", raw.Send("EXISTS", "other:1"));
        }
        finally
        {
            End(after);
        }
    }

    [Fact]
    public void Without_an_answer_nothing_happens()
    {
        if (ServerIsElsewhere()) { return; }
        using TestServer server = new();
        BackUp(server);

        (int code, _, string errors) = ModuleHost.Run($"Restore-Redis '{File}' -ServiceName *:{server.Port}");

        Assert.Equal(1, code);
        Assert.Contains("this session cannot ask: Restore redis-server:", errors, StringComparison.Ordinal);
        Assert.Equal("PONG", server.Send("PING"));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(server.DataDirectory), path => path.Contains("redisps-old", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_nobody_knows_how_to_start_again_is_not_stopped()
    {
        if (ServerIsElsewhere()) { return; }
        using FileServer server = new FileServer().StartWithoutFile();
        using TestServer source = new();
        BackUp(source);

        (int code, _, string errors) = ModuleHost.Run($"Restore-Redis '{File}' -ServiceName *:{server.Port} -Force");

        Assert.Equal(1, code);
        Assert.Contains("is not known: it has no configuration file", errors, StringComparison.Ordinal);
        Assert.Equal("PONG", server.Send("PING"));
    }

    [Theory]
    [InlineData("", "kept", "", "-INT", 130)]
    [InlineData("-NoSave", null, "changes that were in no file are LOST", "-INT", 130)]
    [InlineData("", "kept", "", "-HUP", 129)]
    public void Ended_while_the_server_loads_the_old_data_is_back_before_the_program_ends(string switches, string? expected, string said, string signal, int code)
    {
        if (ServerIsElsewhere()) { return; }
        using TestServer source = new();
        _ = source.Send("EVAL", "for i = 1, 300 do redis.call('set', 'k' .. i, i) end", "0");
        BackUp(source);
        using TestServer server = new("save \"\"", "key-load-delay 20000", "pidfile {dir}/pid");
        _ = server.Send("SAVE");
        _ = server.Send("SET", "old", "kept");
        using Process program = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "redisps"), [$"Restore-Redis '{File}' -ServiceName *:{server.Port} -Force {switches}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            Stopwatch waited = Stopwatch.StartNew();
            while (!Old(server).Any() && waited.Elapsed < TimeSpan.FromMinutes(1)) { Thread.Sleep(5); }
            using Process kill = Process.Start("kill", [signal, program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            kill.WaitForExit();

            Assert.True(program.WaitForExit(TimeSpan.FromMinutes(2)), "It did not end by itself.");
            Assert.Equal(code, program.ExitCode);
            Assert.Contains(said, program.StandardError.ReadToEnd(), StringComparison.Ordinal);
            using RawRedis raw = RawRedis.Connect(server.Port);
            Assert.Equal(expected, raw.Send("GET", "old"));
            Assert.Empty(Old(server));
        }
        finally
        {
            program.Kill();
            End(int.TryParse(ReadOrNothing(Path.Combine(server.DataDirectory, "pid")), out int pid) ? pid : null);
        }
    }

    [Fact]
    public void Keys_and_servers_are_not_mixed_up()
    {
        Assert.Contains("does not go with -Connection or -Database", ModuleHost.Run("Restore-Redis x.rdb -ServiceName x -Database 1").Errors, StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(File, []);
        Assert.Contains("There is no service 'no-such-service'", ModuleHost.Run($"Restore-Redis '{File}' -ServiceName no-such-service").Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Old(TestServer server) => Directory.EnumerateDirectories(server.DataDirectory, "redisps-old*");

    private static string ReadOrNothing(string path) => System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : "";

    // A server that was started again is nobody's child; it goes by its number.
    internal static void End(int? restarted)
    {
        if (restarted is { } pid)
        {
            using Process process = Process.GetProcessById(pid);
            process.Kill();
        }
    }

    internal static bool ServerIsElsewhere() => !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("REDISPS_TEST_IMAGE") is { Length: > 0 } || IsScript(ServerBinary.Require());

    // One that a script starts through a loader shows neither name nor port.
    private static bool IsScript(string program)
    {
        using FileStream file = System.IO.File.OpenRead(System.IO.File.Exists(program) ? program : ServerBinary.OnPath(program)!);
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }

    private void BackUp(TestServer server)
    {
        _ = server.Send("MSET", "kept:1", "one", "kept:2", "two");
        Assert.Equal(0, ModuleHost.Run($"Connect-Redis '{server.Url}' | Out-Null; Backup-Redis '{_folder.FullName}' -Name n").Code);
    }
}
