using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RedisPS.Core.Service;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;

namespace RedisPS.Tests.Service;

/// <summary>Plain processes, which are here on every machine; the other managers are tested with scripted commands in the core's tests.</summary>
public sealed class ServiceCmdletTests
{
    [Fact]
    public void A_running_server_is_found_with_where_it_listens()
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using StandaloneServer server = new();

        JsonElement service = JsonDocument.Parse(ModuleHost.Run($"Get-RedisService *:{server.Port}", "jsonl").Output).RootElement;

        Assert.Equal(server.ProcessId, service.GetProperty("ProcessId").GetInt32());
        Assert.Equal((int)ServiceProvider.Process, service.GetProperty("Provider").GetInt32());
        Assert.Equal("Ready", service.GetProperty("ReadyText").GetString());
    }

    [Fact]
    public void A_protected_server_answers_and_no_more_is_claimed()
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using HardenedServer server = new();

        Assert.Contains("Needs password", ModuleHost.Run($"Get-RedisService *:{server.Port}").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_that_would_lose_data_is_refused_until_it_is_said_what_to_do()
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using TestServer server = new("save \"\"");
        server.Send("SET", "a", "1");

        (int code, _, string errors) = ModuleHost.Run($"Stop-RedisService *:{server.Port} -Confirm:$false");
        Assert.Equal(1, code);
        Assert.Contains("1 changes since", errors, StringComparison.Ordinal);
        Assert.Contains("-Save", errors, StringComparison.Ordinal);
        Assert.Equal("1", server.Send("GET", "a"));

        string output = ModuleHost.Run($"Stop-RedisService *:{server.Port} -Save -Confirm:$false", "jsonl").Output;
        Assert.Contains("\"Changed\":true", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(server.DataDirectory, "dump.rdb")));
        server.Start();
        Assert.Equal("1", server.Send("GET", "a"));
    }

    [Fact]
    public void NoSave_loses_on_purpose_and_says_what()
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using TestServer server = new("save 3600 1");
        server.Send("SET", "a", "1");

        string output = ModuleHost.Run($"Stop-RedisService *:{server.Port} -NoSave -Confirm:$false", "jsonl").Output;

        Assert.Contains("1 changes since", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(server.DataDirectory, "dump.rdb")));
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-TERM", 130)]
    [InlineData("-HUP", 129)]
    public void Ended_while_the_server_waits_for_its_replica_it_takes_back_that_nothing_is_to_be_saved(string signal, int code)
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using TestServer server = new("save 3600 1", "shutdown-timeout 3600");
        using TestServer replica = new($"replicaof 127.0.0.1 {server.Port}");
        Until(() => server.Send("INFO", "replication")!.Contains("state=online", StringComparison.Ordinal));
        Signal("-STOP", replica.ProcessId!.Value);
        server.Send("SET", "a", "1");
        using Process program = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "redisps"), [$"Stop-RedisService *:{server.Port} -NoSave -Confirm:$false"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            Until(() => Order(server).Contains("nosave", StringComparison.Ordinal));
            Signal(signal, program.Id);

            Assert.True(program.WaitForExit(TimeSpan.FromMinutes(2)), "It did not end by itself.");
            Assert.Equal(code, program.ExitCode);
            Assert.Contains("default", Order(server), StringComparison.Ordinal);
        }
        finally
        {
            program.Kill();
        }
    }

    [Fact]
    public void WhatIf_says_what_is_unsaved_and_stops_nothing()
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using TestServer server = new("save \"\"");
        server.Send("SET", "a", "1");

        string output = ModuleHost.Run($"Stop-RedisService *:{server.Port} -WhatIf").Output;

        Assert.Contains("they would be lost", output, StringComparison.Ordinal);
        Assert.Equal("PONG", server.Send("PING"));
    }

    [Fact]
    public void A_process_with_a_configuration_file_is_restarted_with_its_data()
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using TestServer server = new("save 3600 1");
        server.Send("SET", "a", "1");
        int before = server.ProcessId!.Value;
        int? after = null;
        try
        {
            (int code, string output, string errors) = ModuleHost.Run($"Restart-RedisService *:{server.Port} -Confirm:$false", "jsonl");
            Assert.Equal((0, ""), (code, errors));
            after = JsonDocument.Parse(output).RootElement.GetProperty("ProcessId").GetInt32();

            Assert.NotEqual(before, after);
            using RawRedis raw = RawRedis.Connect(server.Port);
            Assert.Equal("1", raw.Send("GET", "a"));
        }
        finally
        {
            // The new one is nobody's child; it goes by its number.
            if (after is { } pid)
            {
                using Process process = Process.GetProcessById(pid);
                process.Kill();
            }
        }
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        (int code, _, string errors) = ModuleHost.Run("Stop-RedisService no-such-service");
        Assert.Equal(1, code);
        Assert.Contains("There is no service 'no-such-service'", errors, StringComparison.Ordinal);
        Assert.Contains("cannot both be given", ModuleHost.Run("Stop-RedisService x -Save -NoSave").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_process_cannot_be_enabled()
    {
        if (ServerIsElsewhere())
        {
            return;
        }

        using StandaloneServer server = new();

        Assert.Contains("plain process", ModuleHost.Run(string.Create(CultureInfo.InvariantCulture, $"Enable-RedisService *:{server.Port}")).Errors, StringComparison.Ordinal);
    }

    private static string Order(TestServer server) => server.Send("CONFIG", "GET", "shutdown-on-sigterm")!;

    private static void Signal(string signal, int process)
    {
        using Process kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void Until(Func<bool> condition)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "It did not come to that.");
            Thread.Sleep(10);
        }
    }

    // In a container the server is no process of ours; elsewhere than on Linux a process does not show its port; one that
    // a script starts through a loader shows neither name nor port.
    private static bool ServerIsElsewhere() => !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("REDISPS_TEST_IMAGE") is { Length: > 0 } || IsScript(ServerBinary.Require());

    private static bool IsScript(string program)
    {
        using FileStream file = File.OpenRead(File.Exists(program) ? program : ServerBinary.OnPath(program)!);
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }
}
