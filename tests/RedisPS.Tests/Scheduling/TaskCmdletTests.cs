using System.Diagnostics;
using RedisPS.Core.Hosts;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Scheduling;

/// <summary>Tasks as a user makes them, with a crontab of their own; and the line that a task runs, run for real.</summary>
public sealed class TaskCmdletTests : IDisposable
{
    private static readonly string s_redisps = Path.Combine(AppContext.BaseDirectory, "redisps");

    private readonly string _machine = Directory.CreateTempSubdirectory("redisps-tasks-").FullName;

    public TaskCmdletTests()
    {
        string program = Path.Combine(Directory.CreateDirectory(Path.Combine(_machine, "bin")).FullName, "crontab");
        File.WriteAllText(program, $"#!/bin/sh\nPATH=/usr/bin:/bin\ncase \"$1\" in -l) if [ -e '{Crontab}' ]; then cat '{Crontab}'; else echo 'no crontab for app' >&2; exit 1; fi;; *) cat > '{Crontab}';; esac\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => Directory.Delete(_machine, recursive: true);

    [Fact]
    public void A_task_is_made_listed_and_removed()
    {
        using IDisposable host = HostSystem.Use(Machine());
        string register = $"Register-RedisTask nightly '{_machine}/b' -At 03:00 -RetainDays 7 -HostPath '{s_redisps}' -Confirm:$false";

        (int code, string output, string errors) = ModuleHost.Run($"{register} | ForEach-Object -MemberName Changed; {register} | ForEach-Object -MemberName Changed; Get-RedisTask n* | ForEach-Object -MemberName ScheduleText");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["True", "False", "every day at 03:00"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("-RetainDays 7", File.ReadAllText(Crontab), StringComparison.Ordinal);

        Assert.Equal((0, "", ""), ModuleHost.Run("Get-RedisTask | Unregister-RedisTask -Confirm:$false; Get-RedisTask"));
        Assert.Equal("", File.ReadAllText(Crontab));
    }

    [Fact]
    public void WhatIf_says_what_would_run_and_changes_nothing()
    {
        using IDisposable host = HostSystem.Use(Machine());

        (int code, string output, string errors) = ModuleHost.Run($"Register-RedisTask nightly '{_machine}/b' -Every 6h -HostPath '{s_redisps}' -WhatIf");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("Run 'nightly' every 6 hours: Connect-Redis | Out-Null; Backup-Redis -Path", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Crontab));
    }

    [Theory]
    [InlineData("Register-RedisTask x /b", "When shall it run?")]
    [InlineData("Register-RedisTask x /b -Every 6h -At 03:00", "When shall it run?")]
    [InlineData("Register-RedisTask x /b -Every 6h -DaysOfWeek Monday", "-DaysOfWeek goes with -At")]
    [InlineData("Register-RedisTask x /b -At 25:00", "not a time of day")]
    [InlineData("Register-RedisTask 'x y' /b -Every 6h", "cannot be the name")]
    [InlineData("Register-RedisTask x /b -Every 6h -Uri redis://a:b@c", "There is a password in the line")]
    [InlineData("Register-RedisTask x /b -Every 6h -HostPath /nowhere/pwsh", "no program '/nowhere/pwsh'")]
    [InlineData("Get-RedisTask nowhere", "There is no task 'nowhere'")]
    [InlineData("Unregister-RedisTask nowhere", "There is no task 'nowhere'")]
    public void What_cannot_be_is_an_error(string line, string part)
    {
        using IDisposable host = HostSystem.Use(Machine());

        (int code, _, string errors) = ModuleHost.Run(line.Contains("-HostPath", StringComparison.Ordinal) || !line.StartsWith("Register", StringComparison.Ordinal) ? line : line + $" -HostPath '{s_redisps}'");

        Assert.NotEqual(0, code);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Crontab));
    }

    [Fact]
    public void The_line_in_the_crontab_backs_up_and_its_exit_code_tells_the_truth()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using StandaloneServer server = new();
        server.Send("SET", "a'b", "1");
        string folder = Path.Combine(_machine, "it's 100% mine");
        string environment = Path.Combine(_machine, "backup.env");
        File.WriteAllText(environment, $"REDIS_URL={server.Url}\n");
        using (HostSystem.Use(Machine()))
        {
            (int code, _, string errors) = ModuleHost.Run($"Register-RedisTask nightly '{folder.Replace("'", "''", StringComparison.Ordinal)}' -At 03:00 -EnvironmentFile '{environment}' -HostPath '{s_redisps}' -Confirm:$false");
            Assert.Equal((0, ""), (code, errors));
        }

        // What cron does: the sixth field, /bin/sh. There is no percent sign, which would end it.
        string line = File.ReadAllLines(Crontab).Single().Split(' ', 6)[5];
        Assert.DoesNotContain("%", line, StringComparison.Ordinal);

        Assert.Equal(0, Shell(line));
        Assert.Single(Directory.GetFiles(folder, "*.rdb"));

        File.WriteAllText(environment, "REDIS_URL=redis://127.0.0.1:1\n");
        Assert.NotEqual(0, Shell(line));
        Assert.Single(Directory.GetFiles(folder, "*.rdb"));
    }

    private string Crontab => Path.Combine(_machine, "crontab.txt");

    private static int Shell(string line)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        _ = shell.StandardError.ReadToEndAsync();
        _ = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return shell.ExitCode;
    }

    private HostSystem Machine() => new()
    {
        Platform = HostPlatform.Linux,
        IsElevated = true,
        SearchPath = Path.Combine(_machine, "bin"),
        Root = Path.Combine(_machine, "root"),
        Home = Path.Combine(_machine, "home"),
    };
}
