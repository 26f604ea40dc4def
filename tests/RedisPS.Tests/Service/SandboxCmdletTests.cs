using System.Diagnostics;
using System.Text.RegularExpressions;
using RedisPS.Core.Service;
using RedisPS.Tests.LayerTests;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Tests.Service;

public sealed partial class SandboxCmdletTests
{
    private static string Start => $"Start-RedisSandbox -ServerPath '{ServerBinary.Require()}'";

    [Fact]
    public void A_sandbox_is_the_current_connection_until_it_is_stopped()
    {
        (int code, string output, string errors) = ModuleHost.Run($"{Start} -Setting @{{maxmemory='10mb'}} | Out-Null; Get-RedisInfo memory | Where-Object Name -eq maxmemory; Stop-RedisSandbox; Get-RedisConnection", "jsonl");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("10485760", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void NoDefault_leaves_the_current_connection_alone() => Assert.Contains(
        "no Redis connection", ModuleHost.Run($"{Start} -NoDefault | Disconnect-Redis; Get-RedisInfo").Errors, StringComparison.Ordinal);

    [Fact]
    public void The_end_of_the_session_is_the_end_of_the_sandbox()
    {
        string output = ModuleHost.Run($"{Start}; Disconnect-Redis", "jsonl").Output;

        Assert.True(LoopbackPort.IsFree(int.Parse(Port().Match(output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_server_that_is_no_sandbox_is_left_alone()
    {
        using StandaloneServer server = new();

        (int code, _, string errors) = ModuleHost.Run($"Connect-Redis '{server.Url}' | Out-Null; Stop-RedisSandbox");

        Assert.Equal(1, code);
        Assert.Contains("no sandbox", errors, StringComparison.Ordinal);
        Assert.Equal("PONG", server.Send("PING"));
    }

    [Fact]
    public void WhatIf_starts_nothing() => Assert.Equal("", ModuleHost.Run("Start-RedisSandbox -WhatIf | Select-Object -ExpandProperty Name").Output.Replace(
        "What if: Performing the operation \"Start a throw-away server\" on target \"server on 127.0.0.1\".", "", StringComparison.Ordinal).Trim());

    [Fact]
    public async Task A_killed_session_leaves_neither_server_nor_directory()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        ProcessStartInfo start = new("dotnet", [CmdletClasses.Repository("src", "RedisPS.Runner", "bin", Configuration, "net10.0", "redisps.dll"), $"{Start} -Verbose; Invoke-RedisCommand BLPOP nothing 0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process session = Process.Start(start)!;
        Match? match = null;
        while (match is not { Success: true } && await session.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            match = Line().Match(line);
        }

        Assert.True(match is { Success: true });
        Assert.True(Directory.Exists(match.Groups["directory"].Value));

        session.Kill();

        int port = int.Parse(match.Groups["port"].Value, System.Globalization.CultureInfo.InvariantCulture);
        Stopwatch waited = Stopwatch.StartNew();
        while ((Directory.Exists(match.Groups["directory"].Value) || !LoopbackPort.IsFree(port)) && waited.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(20);
        }

        Assert.False(Directory.Exists(match.Groups["directory"].Value));
        Assert.True(LoopbackPort.IsFree(port));
    }

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);

    [GeneratedRegex("\"Server\":\"127.0.0.1:(\\d+)\"")]
    private static partial Regex Port();

    [GeneratedRegex(@"on 127\.0\.0\.1:(?<port>\d+), process \d+, directory (?<directory>.*)\.$")]
    private static partial Regex Line();
}
