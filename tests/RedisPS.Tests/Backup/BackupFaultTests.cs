using System.Diagnostics;
using System.Globalization;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Backup;

/// <summary>What a scheduled task sees when a backup cannot be made: an exit code, an error that names the reason, and no file.</summary>
public sealed class BackupFaultTests : IDisposable
{
    private const string SmallDisk = "mount -t tmpfs -o size=$2 none \"$1\" && \"$3\" \"$4\"; echo \"exit $?\"; ls -A \"$1\"";

    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisps-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("repl-diskless-sync yes", "-Method Replication")]
    [InlineData("repl-diskless-sync no", "-Method Replication")]
    [InlineData("repl-diskless-sync yes", "-Method Logical")]
    [InlineData("repl-diskless-sync yes", "-Method ServerFile")]
    [InlineData("repl-diskless-sync yes", "-Method Replication -Compress")]
    public async Task A_full_disk_is_an_error_that_says_so(string setting, string method)
    {
        if (!CanMount())
        {
            return;
        }

        // It seems to fit, by the quarter of what the server holds; it does not.
        using TestServer server = new(setting);
        byte[] noise = new byte[3 << 20];
        new Random(1).NextBytes(noise);
        using (TestServers.Wire.RawRedis raw = server.Raw())
        {
            _ = raw.SendBytes("SET"u8.ToArray(), "noise"u8.ToArray(), noise);
        }

        string output = await RunOnADiskOfAsync("2m", $"Connect-Redis {server.Url} | Out-Null; Backup-Redis '{_folder.FullName}' -Name full {method}");

        Assert.Contains("exit 1", output, StringComparison.Ordinal);
        Assert.True(output.Contains("disk is full", StringComparison.Ordinal) || output.Contains("needs about", StringComparison.Ordinal), output);
        Assert.DoesNotContain("full.rdb\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain(".json", output, StringComparison.Ordinal);
        Assert.DoesNotContain(".partial", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_too_small_is_found_before_the_server_is_asked()
    {
        if (!CanMount())
        {
            return;
        }

        using TestServer server = new();
        _ = server.Send("DEBUG", "POPULATE", "100000", "key", "200");

        string output = await RunOnADiskOfAsync("1m", $"Connect-Redis {server.Url} | Out-Null; Backup-Redis '{_folder.FullName}'");

        Assert.Contains("exit 1", output, StringComparison.Ordinal);
        Assert.Contains(" free, and a backup of this server (the server holds ", output, StringComparison.Ordinal);
        Assert.Contains("sync_full:0", server.Send("INFO", "stats"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_found_before_the_server_is_asked()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using TestServer server = new();

        (int code, string output, string errors) = ModuleHost.Run($"Connect-Redis {server.Url} | Out-Null; Backup-Redis /proc");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("cannot be written", errors, StringComparison.Ordinal);
        Assert.Contains("sync_full:0", server.Send("INFO", "stats"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Method Replication")]
    [InlineData("-Method ServerFile")]
    public async Task Ctrl_C_leaves_nothing(string method)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using TestServer server = new("rdb-key-save-delay 5000");
        _ = server.Send("DEBUG", "POPULATE", "20000", "key");
        using Process program = Process.Start(new ProcessStartInfo(Redisps, [$"Connect-Redis {server.Url} | Out-Null; Backup-Redis '{_folder.FullName}' {method}"]) { RedirectStandardError = true, RedirectStandardInput = true })!;
        try
        {
            _ = await ServerChild.WaitAsync(server);
            using Process kill = Process.Start("kill", ["-INT", program.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();

            Assert.True(program.WaitForExit(s_hang), "It did not end by itself.");
            Assert.Equal(130, program.ExitCode);
            Assert.StartsWith(".failed-", Assert.Single(_folder.GetFiles()).Name, StringComparison.Ordinal);
        }
        finally
        {
            program.Kill();
        }
    }

    private static string Redisps => Path.Combine(AppContext.BaseDirectory, "redisps");

    private static bool CanMount() => OperatingSystem.IsLinux() && Environment.UserName == "root" && ServerBinary.OnPath("unshare") is not null
        && Process.Start("unshare", ["--mount", "true"]) is { } probe && probe.WaitForExit(5000) && probe.ExitCode == 0;

    private async Task<string> RunOnADiskOfAsync(string size, string script)
    {
        using Process program = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", SmallDisk + " 2>&1", "sh", _folder.FullName, size, Redisps, script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = program.StandardError.ReadToEndAsync();
        string output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return output + await errors;
    }
}
