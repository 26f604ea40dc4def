using System.Diagnostics;
using RedisPS.Core.Configuration;
using RedisPS.Tests.LayerTests;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Configuration;

/// <summary>What becomes of a change that nobody confirms, in sessions that end in every way that sessions end.</summary>
public sealed class RevertTests : IDisposable
{
    private readonly FileServer _server = new();

    public RevertTests() => _server.Write().Start();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task It_is_undone_on_time_while_the_session_goes_on()
    {
        using Process session = await SessionAsync("1");

        await UntilAsync(() => _server.Setting("timeout") == "0");

        Assert.False(session.HasExited);
        Assert.Equal("0", _server.Setting("timeout"));
        session.Kill();
    }

    [Fact]
    public async Task A_session_that_hangs_does_not_keep_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process session = await SessionAsync("2");
        Signal(session, "STOP");

        await UntilAsync(() => _server.Setting("timeout") == "0");

        Assert.Equal("0", _server.Setting("timeout"));
        session.Kill();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_session_that_is_asked_to_end_or_loses_its_terminal_undoes_it_at_once(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process session = await SessionAsync("600");
        Signal(session, signal);

        Assert.True(session.WaitForExit(10_000));
        Assert.Equal("0", _server.Setting("timeout"));
    }

    [Fact]
    public async Task A_session_that_is_killed_outright_leaves_it()
    {
        using Process session = await SessionAsync("2");
        session.Kill();

        await Task.Delay(3500);

        Assert.Equal("77", _server.Setting("timeout"));
    }

    [Fact]
    public void A_line_of_redisps_that_ends_has_not_confirmed_it()
    {
        using Process session = Start("Set-RedisConfig timeout 77 -RevertAfter 600");

        Assert.True(session.WaitForExit(30_000));
        Assert.Equal("0", _server.Setting("timeout"));
    }

    [Fact]
    public void A_line_of_redisps_that_confirms_it_keeps_it()
    {
        using Process session = Start("Set-RedisConfig timeout 77 -RevertAfter 600; Confirm-RedisChange");

        Assert.True(session.WaitForExit(30_000));
        Assert.Equal("77", _server.Setting("timeout"));
    }

    [Fact]
    public void It_needs_no_question_and_is_listed_until_it_is_confirmed()
    {
        (int code, string output, string errors) = Run("Set-RedisConfig maxclients 500 -RevertAfter 10m | ForEach-Object -MemberName Persisted; Get-RedisPendingChange | ForEach-Object -MemberName State; Confirm-RedisChange | ForEach-Object -MemberName State");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("Confirmed", output, StringComparison.Ordinal);
        Assert.Equal("500", _server.Setting("maxclients"));
    }

    [Fact]
    public void What_nobody_could_get_in_with_is_not_confirmed()
    {
        (int code, _, string errors) = Run("Set-RedisConfig requirepass new-password -RevertAfter 10m | Out-Null; Confirm-RedisChange; Get-RedisPendingChange | ForEach-Object -MemberName State");

        Assert.Equal(3, code);
        Assert.Contains("is not confirmed and will be undone", errors, StringComparison.Ordinal);
        Assert.Contains("replicas as masterauth", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_confirmed_with_the_connection_that_gets_in()
    {
        (int code, string output, string errors) = Run(
            $"Set-RedisConfig requirepass new-password -RevertAfter 10m | Out-Null; Connect-Redis 'redis://:new-password@{_server.EndPoint}' -Name new | Out-Null; Get-RedisPendingChange | Where-Object Server -EQ '{_server.EndPoint}' | Confirm-RedisChange -Connection new | ForEach-Object -MemberName State; Set-RedisConfig requirepass '' -Force | Out-Null");

        Assert.Equal((0, "Confirmed"), (code, output.Trim()));
        Assert.DoesNotContain("new-password", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_confirmed_stays_so_although_the_file_cannot_be_written_any_more()
    {
        // The other connection ends this one, which cannot come back without the password.
        (int code, string output, string errors) = ModuleHost.Run(
            $"Connect-Redis '{_server.Url}' -Name second | Out-Null; Connect-Redis '{_server.Url}' -Name first | Out-Null; Set-RedisConfig requirepass seven-suns -RevertAfter 10m -Persist -Connection first | Out-Null; Invoke-RedisCommand CLIENT,KILL,TYPE,normal,SKIPME,yes -Connection second | Out-Null; Confirm-RedisChange -Force | Select-Object State, Persisted", "jsonl");

        Assert.Equal(1, code);
        Assert.Equal($"{{\"State\":{(int)PendingChangeState.Confirmed},\"Persisted\":false}}", output.Trim());
        Assert.Contains("lost when it starts again: requirepass", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("will be undone at", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("requirepass", File.ReadAllText(_server.ConfigFile), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_refuses_is_not_pending()
    {
        (int code, string output, _) = Run($"Set-RedisConfig -Setting @{{ maxclients = 500; databases = 3 }} -RevertAfter 10m; Get-RedisPendingChange | Where-Object Server -EQ '{_server.EndPoint}'");

        Assert.Equal((1, ""), (code, output));
        Assert.NotEqual("500", _server.Setting("maxclients"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2d")]
    public void The_time_is_bounded(string time) => Assert.Equal(1, Run($"Set-RedisConfig timeout 5 -RevertAfter {time}").Code);

    private static void Signal(Process process, string signal) => Process.Start("/bin/kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);

    private static async Task UntilAsync(Func<bool> done)
    {
        for (int i = 0; i < 200 && !done(); i++)
        {
            await Task.Delay(50);
        }
    }

    private (int Code, string Output, string Errors) Run(string line) => ModuleHost.Run($"Connect-Redis '{_server.Url}' | Out-Null; {line}");

    private Process Start(string line) => Process.Start(new ProcessStartInfo(
        "dotnet", [CmdletClasses.Repository("src", "RedisPS.Runner", "bin", Configuration, "net10.0", "redisps.dll"), $"Connect-Redis '{_server.Url}' | Out-Null; {line}"])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    // A session that has made the change and now waits for something else.
    private async Task<Process> SessionAsync(string seconds)
    {
        Process session = Start($"Set-RedisConfig timeout 77 -RevertAfter {seconds} | Out-Null; Invoke-RedisCommand BLPOP nothing 0");
        await UntilAsync(() => _server.Setting("timeout") == "77");
        Assert.Equal("77", _server.Setting("timeout"));
        return session;
    }
}
