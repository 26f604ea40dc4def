using System.Diagnostics;
using RedisPS.Core.Hosts;
using RedisPS.Runner.Hosting;
using RedisPS.TestServers.Hosts;
using RedisPS.TestServers.Servers;
using RedisPS.Tests.Runner;
using Xunit;

namespace RedisPS.Tests.Scheduling;

/// <summary>Tasks as a user makes them, with a crontab of their own; and the line that a task runs, run for real.</summary>
public sealed class TaskCmdletTests : IDisposable
{
    private static readonly string s_redisps = Path.Combine(AppContext.BaseDirectory, "redisps");

    private readonly ScriptedHost _machine = new ScriptedHost().WithCrontab();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_task_is_made_listed_and_removed()
    {
        using IDisposable host = HostSystem.Use(_machine.Host());
        string register = $"Register-RedisTask nightly '{_machine.Directory}/b' -At 03:00 -RetainDays 7 -HostPath '{s_redisps}' -Confirm:$false";

        (int code, string output, string errors) = ModuleHost.Run($"{register} | ForEach-Object -MemberName Changed; {register} | ForEach-Object -MemberName Changed; Get-RedisTask n* | ForEach-Object -MemberName ScheduleText");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["True", "False", "every day at 03:00"], output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("-RetainDays 7", _machine.Crontab, StringComparison.Ordinal);

        Assert.Equal((0, "", ""), ModuleHost.Run("Get-RedisTask | Unregister-RedisTask -Confirm:$false; Get-RedisTask"));
        Assert.Equal("", _machine.Crontab);
    }

    [Fact]
    public void The_crontab_is_read_once_to_decide_and_once_to_see_what_came_of_it()
    {
        using IDisposable host = HostSystem.Use(_machine.Host());
        string register = $"Register-RedisTask nightly '{_machine.Directory}/b' -At 03:00 -As Cron -HostPath '{s_redisps}' -Confirm:$false | Out-Null";

        Assert.Equal(["crontab -l", "crontab -", "crontab -l"], CallsOf(register));
        Assert.Equal(["crontab -l"], CallsOf(register));
        Assert.Equal(["crontab -l", "crontab -"], CallsOf("Unregister-RedisTask nightly -As Cron -Confirm:$false"));
        Assert.Equal("", _machine.Crontab);
    }

    [Fact]
    public void What_others_write_while_a_question_waits_is_kept()
    {
        using IDisposable host = HostSystem.Use(_machine.Host());
        string line = $"Register-RedisTask nightly '{_machine.Directory}/b' -At 03:00 -As Cron -HostPath '{s_redisps}' -Confirm; Unregister-RedisTask nightly -As Cron -Confirm";
        FakeSurroundings asked = new() { InputIsTerminal = true, OutputIsTerminal = true, ErrorIsTerminal = true, Answers = Answers() };
        using StringWriter errors = new();

        Assert.Equal(0, new Application(TextWriter.Null, errors, asked).Run([line]));

        Assert.Equal("1 1 * * * before\n2 2 * * * while it was made\n3 3 * * * while it was removed\n", _machine.Crontab);

        IEnumerable<string> Answers()
        {
            _machine.WithCrontab("1 1 * * * before\n2 2 * * * while it was made\n");
            yield return "y";
            _machine.WithCrontab(_machine.Crontab + "3 3 * * * while it was removed\n");
            yield return "y";
        }
    }

    [Fact]
    public void WhatIf_says_what_would_run_and_changes_nothing()
    {
        using IDisposable host = HostSystem.Use(_machine.Host());

        (int code, string output, string errors) = ModuleHost.Run($"Register-RedisTask nightly '{_machine.Directory}/b' -Every 6h -HostPath '{s_redisps}' -WhatIf");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("Run 'nightly' every 6 hours: Connect-Redis | Out-Null; Backup-Redis -Path", output, StringComparison.Ordinal);
        Assert.Null(_machine.Crontab);
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
        using IDisposable host = HostSystem.Use(_machine.Host());

        (int code, _, string errors) = ModuleHost.Run(line.Contains("-HostPath", StringComparison.Ordinal) || !line.StartsWith("Register", StringComparison.Ordinal) ? line : line + $" -HostPath '{s_redisps}'");

        Assert.NotEqual(0, code);
        Assert.Contains(part, errors, StringComparison.Ordinal);
        Assert.Null(_machine.Crontab);
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
        string folder = Path.Combine(_machine.Directory, "it's 100% mine");
        string environment = Path.Combine(_machine.Directory, "backup.env");
        File.WriteAllText(environment, $"REDIS_URL={server.Url}\n");
        using (HostSystem.Use(_machine.Host()))
        {
            (int code, _, string errors) = ModuleHost.Run($"Register-RedisTask nightly '{folder.Replace("'", "''", StringComparison.Ordinal)}' -At 03:00 -EnvironmentFile '{environment}' -HostPath '{s_redisps}' -Confirm:$false");
            Assert.Equal((0, ""), (code, errors));
        }

        // What cron does: the sixth field, /bin/sh. There is no percent sign, which would end it.
        string line = Assert.Single(_machine.Crontab!.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Split(' ', 6)[5];
        Assert.DoesNotContain("%", line, StringComparison.Ordinal);

        Assert.Equal(0, Shell(line));
        Assert.Single(Directory.GetFiles(folder, "*.rdb"));

        File.WriteAllText(environment, "REDIS_URL=redis://127.0.0.1:1\n");
        Assert.NotEqual(0, Shell(line));
        Assert.Single(Directory.GetFiles(folder, "*.rdb"));
    }

    private string[] CallsOf(string line)
    {
        int before = _machine.Calls.Length;
        Assert.Equal((0, "", ""), ModuleHost.Run(line));
        return _machine.Calls[before..];
    }

    private static int Shell(string line)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        _ = shell.StandardError.ReadToEndAsync();
        _ = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return shell.ExitCode;
    }
}
