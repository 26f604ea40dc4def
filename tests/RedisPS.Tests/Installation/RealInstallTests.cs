using System.Diagnostics;
using System.Text.Json;
using RedisPS.Core.Hosts;
using RedisPS.Tests.LayerTests;
using RedisPS.TestServers.Servers;
using RedisPS.TestServers.Wire;
using Xunit;
using Xunit.Abstractions;

namespace RedisPS.Tests.Installation;

/// <summary>
/// Installs for real, where REDISPS_TEST_INSTALL=1 allows it. A server that is installed is used and put back as it was;
/// the installation itself happens in a copy of the machine (an overlay) that goes with the test.
/// </summary>
public sealed class RealInstallTests(ITestOutputHelper log)
{
    private const string ConfigFile = "/etc/redis/redis.conf";

    // Everything in it goes with its namespaces: mounts, processes, files.
    private const string InACopy = """
        set -e
        mount -t tmpfs tmpfs "$1"
        mkdir "$1/up" "$1/work" "$1/root"
        mount -t overlay overlay -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" "$1/root"
        mount --bind /dev "$1/root/dev"
        mount -t proc proc "$1/root/proc"
        echo ready
        exec chroot "$1/root" /bin/sh -c "$2"
        """;

    [Fact]
    public void Apt_installs_sets_starts_restarts_and_stops_a_server()
    {
        if (!IsAllowed("apt-get") || ServerBinary.OnPath("unshare") is null)
        {
            return;
        }

        string place = Directory.CreateTempSubdirectory("redisps-machine-").FullName;
        int port = FreePort.Next();
        string script = string.Join("; ",
            "Get-RedisInstallation Redis | Where-Object Provider -eq Apt",
            $"Install-Redis -Provider Apt -Port {port} -MaxMemory 64mb -Setting @{{save='3600 1'}} -StartService -EnableService -Confirm:$false",
            $"Connect-Redis 127.0.0.1:{port} | Out-Null",
            "Invoke-RedisCommand SET a 1 | Out-Null",
            $"Install-Redis -Provider Apt -Port {port} -MaxMemory 64mb -Setting @{{save='3600 1'}} -StartService -EnableService -Confirm:$false",
            "Restart-RedisService redis-server -Confirm:$false",
            "Get-RedisValue a | Select-Object Value",
            "Get-RedisInfo memory | Where-Object Name -eq maxmemory | Select-Object Value",
            "Stop-RedisService redis-server -Confirm:$false",
            "Get-RedisInstallation Redis | Where-Object Provider -eq Apt");
        string prepare = "export DEBIAN_FRONTEND=noninteractive; apt-get purge -y -qq redis-server redis-tools redis-sentinel >/dev/null 2>&1; rm -f /usr/sbin/policy-rc.d; test ! -e /usr/bin/redis-server || exit 90; ";
        string line = $"{prepare} dotnet '{Program}' --output jsonl \"$(cat '{place}.script')\"; code=$?; test ! -e /usr/sbin/policy-rc.d || exit 91; exit $code";
        File.WriteAllText(place + ".script", script);
        try
        {
            (int code, string output, string errors) = Run("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", InACopy, "sh", place, line);
            log.WriteLine(output);
            log.WriteLine(errors);
            if (!output.StartsWith("ready", StringComparison.Ordinal))
            {
                log.WriteLine("This machine does not allow a copy of itself; only what is installed was tested.");
                return;
            }

            Assert.Equal((0, ""), (code, errors));
            JsonElement[] results = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(text => JsonDocument.Parse(text).RootElement).ToArray();
            Assert.Equal(7, results.Length);
            Assert.True(results[0].GetProperty("InstalledNow").GetBoolean());
            Assert.Equal("Ready", results[0].GetProperty("ReadyText").GetString());
            Assert.DoesNotContain("by itself", results[0].GetProperty("Note").GetString(), StringComparison.Ordinal);
            Assert.False(results[1].GetProperty("Changed").GetBoolean());
            Assert.True(results[2].GetProperty("Changed").GetBoolean());
            Assert.Equal("1", results[3].GetProperty("Value").ToString());
            Assert.Equal(64L << 20, results[4].GetProperty("Value").GetInt64());
            Assert.Equal("Running → Stopped", results[5].GetProperty("Transition").GetString());
            Assert.Equal("redis-server", results[6].GetProperty("PackageName").GetString());
        }
        finally
        {
            File.Delete(place + ".script");
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    public void What_is_installed_is_set_started_restarted_and_stopped_and_a_second_time_nothing_changes()
    {
        if (!IsAllowed("apt-get") || !File.Exists(ConfigFile))
        {
            return;
        }

        using FileStream alone = File.Open(Path.Combine(Path.GetTempPath(), "redisps-install.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (ModuleHost.Run("Get-RedisService redis-server | Select-Object Status", "csv").Output is var status && !status.Contains("Stopped", StringComparison.Ordinal))
        {
            log.WriteLine($"The service of this machine is in use and was left alone: {status}");
            return;
        }

        byte[] before = File.ReadAllBytes(ConfigFile);
        int port = FreePort.Next();
        string install = $"Install-Redis -Provider Apt -Port {port} -Setting @{{save='3600 1'; dbfilename='redisps-test-{port}.rdb'}} -StartService -Confirm:$false";
        try
        {
            JsonElement first = One(install);
            Assert.Equal((true, false), (first.GetProperty("Changed").GetBoolean(), first.GetProperty("InstalledNow").GetBoolean()));
            Assert.Equal("Ready", first.GetProperty("ReadyText").GetString());
            using (RawRedis raw = RawRedis.Connect(port))
            {
                raw.Send("SET", "a", "1");
            }

            Assert.False(One(install).GetProperty("Changed").GetBoolean());
            Assert.Equal("Ready", One("Restart-RedisService redis-server -Confirm:$false").GetProperty("ReadyText").GetString());
            using (RawRedis raw = RawRedis.Connect(port))
            {
                Assert.Equal("1", raw.Send("GET", "a"));
            }

            Assert.Equal("Running → Stopped", One("Stop-RedisService redis-server -Confirm:$false").GetProperty("Transition").GetString());
            Assert.Equal("Stopped → Running", One("Start-RedisService redis-server").GetProperty("Transition").GetString());
        }
        finally
        {
            ModuleHost.Run("Stop-RedisService redis-server -NoSave -Confirm:$false");
            File.WriteAllBytes(ConfigFile, before);
            File.Delete($"/var/lib/redis/redisps-test-{port}.rdb");
        }
    }

    [Fact]
    public void Garnet_comes_from_the_package_index_and_runs_with_its_settings()
    {
        if (!IsAllowed("dotnet", needsRoot: false))
        {
            return;
        }

        string home = Directory.CreateTempSubdirectory("redisps-home-").FullName;
        int port = FreePort.Next();
        using (HostSystem.Use(new HostSystem { Home = home }))
        {
            try
            {
                JsonElement first = One($"Install-Redis Garnet -Provider DotnetTool -Version 2.2.5 -Port {port} -MaxMemory 64mb -Setting @{{index='1m'; page='1m'}} -StartService -Confirm:$false");
                Assert.Equal((true, $"garnet-server:{port}"), (first.GetProperty("InstalledNow").GetBoolean(), first.GetProperty("ServiceName").GetString()));
                Assert.Equal("Ready", first.GetProperty("ReadyText").GetString());
                Assert.StartsWith(home, first.GetProperty("Path").GetString(), StringComparison.Ordinal);
                Assert.Contains("\"Changed\":false", ModuleHost.Run($"Install-Redis Garnet -Provider DotnetTool -Port {port} -StartService -Confirm:$false", "jsonl").Output, StringComparison.Ordinal);
                Assert.Contains("Garnet", ModuleHost.Run($"Connect-Redis 127.0.0.1:{port}").Output, StringComparison.Ordinal);
            }
            finally
            {
                log.WriteLine(ModuleHost.Run($"Stop-RedisService garnet-server:{port} -NoSave -Confirm:$false").ToString());
                Directory.Delete(home, recursive: true);
            }
        }
    }

    private static string Program => CmdletClasses.Repository("src", "RedisPS.Runner", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!), "net10.0", "redisps.dll");

    private static bool IsAllowed(string program, bool needsRoot = true) =>
        Environment.GetEnvironmentVariable("REDISPS_TEST_INSTALL") == "1" && OperatingSystem.IsLinux() && (!needsRoot || Environment.IsPrivilegedProcess) && ServerBinary.OnPath(program) is not null;

    private static (int Code, string Output, string Errors) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result.Trim());
    }

    private JsonElement One(string line)
    {
        (int code, string output, string errors) = ModuleHost.Run(line, "jsonl");
        log.WriteLine($"{line}\n{output}{errors}");
        Assert.Equal((0, ""), (code, errors));
        return JsonDocument.Parse(output).RootElement;
    }
}
