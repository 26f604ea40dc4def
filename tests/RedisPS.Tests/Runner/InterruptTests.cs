using System.Diagnostics;
using System.Globalization;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Tests.Runner;

/// <summary>Ctrl+C, as the terminal sends it: a real signal to the real program.</summary>
public sealed class InterruptTests
{
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("Get-RedisKey -Pattern 'k:*'")]
    [InlineData("Get-RedisKey -Pattern 'k:*' -NameOnly")]
    [InlineData("Get-RedisKey -Pattern 'k:*' -NameOnly -First 1; Set-RedisTtl 1h -Pattern 'k:*' -MaxOperationsPerSecond 1000 -Force")]
    public async Task Ends_the_program_in_the_middle_of_a_walk_while_the_server_is_blocked(string walk)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TestServer server = new("enable-debug-command yes");
        server.Send("DEBUG", "POPULATE", "300000", "k");
        using Process program = Start($"Connect-Redis {server.Url} -OperationTimeout 0 | Out-Null; {walk}; 'the end'");
        try
        {
            // The pipe is full long before the walk is through, so the walk waits for this test.
            ReadUntil(program.StandardOutput, "k:");
            using RawRedis blocker = server.Raw();
            Block(server, blocker);
            Task<string> output = program.StandardOutput.ReadToEndAsync();
            Task<string> errors = program.StandardError.ReadToEndAsync();

            using Process kill = Process.Start("kill", ["-INT", program.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();

            Assert.True(program.WaitForExit(s_hang), "It did not end by itself.");
            Assert.Equal((130, ""), (program.ExitCode, await errors));
            Assert.DoesNotContain("the end", await output, StringComparison.Ordinal);
        }
        finally
        {
            program.Kill();
            server.Kill();
        }
    }

    private static Process Start(string script) => Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "redisps"), [script])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;

    private static void ReadUntil(StreamReader reader, string part)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains(part, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"It ended without writing '{part}'.");
    }

    // For longer than this test may take: only the program itself can end the walk.
    private static void Block(TestServer server, RawRedis blocker)
    {
        _ = Task.Run(() => Sends(blocker, "DEBUG", "SLEEP", "300"));
        while (Task.Run(() => Pings(server)).Wait(TimeSpan.FromMilliseconds(500)))
        {
            // It has not got to the sleep yet.
        }
    }

    private static bool Pings(TestServer server)
    {
        using RawRedis raw = server.Raw();
        return Sends(raw, "PING");
    }

    private static bool Sends(RawRedis raw, params string[] command)
    {
        try
        {
            return raw.Send(command) is not null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The server was killed at the end of the test.
            return false;
        }
    }
}
