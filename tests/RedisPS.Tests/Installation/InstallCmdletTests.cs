using RedisPS.Core.Hosts;
using Xunit;

namespace RedisPS.Tests.Installation;

public sealed class InstallCmdletTests : IDisposable
{
    private readonly string _machine = Directory.CreateTempSubdirectory("redisps-host-").FullName;

    public InstallCmdletTests()
    {
        Directory.CreateDirectory(Path.Combine(_machine, "bin"));
        Program("apt-get", $"echo \"$*\" >> '{_machine}/calls'; exit 100");
        Program("dpkg-query", "exit 1");
    }

    public void Dispose() => Directory.Delete(_machine, recursive: true);

    [Fact]
    public void WhatIf_prints_the_exact_commands_and_runs_none()
    {
        using IDisposable host = HostSystem.Use(Machine(elevated: true));

        (int code, string output, string errors) = ModuleHost.Run("Install-Redis -Port 6400 -MaxMemory 1gb -Setting @{requirepass='geheim'} -StartService -WhatIf");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=60 redis-server", output, StringComparison.Ordinal);
        Assert.Contains("write to /etc/redis/redis.conf: port 6400", output, StringComparison.Ordinal);
        Assert.Contains("write to /etc/redis/redis.conf: maxmemory 1073741824", output, StringComparison.Ordinal);
        Assert.Contains("start the service of redis-server", output, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_machine, "calls")));
    }

    [Fact]
    public void Without_root_nothing_is_run_and_the_remedy_is_named()
    {
        using IDisposable host = HostSystem.Use(Machine(elevated: false));

        (int code, _, string errors) = ModuleHost.Run("Install-Redis -Confirm:$false");

        Assert.Equal(1, code);
        Assert.Contains("needs root; nothing was done", errors, StringComparison.Ordinal);
        Assert.Contains("sudo", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_machine, "calls")));
    }

    [Fact]
    public void A_provider_that_does_not_have_the_product_says_so()
    {
        using IDisposable host = HostSystem.Use(Machine(elevated: true));

        Assert.Contains("Pacman has no Redis", ModuleHost.Run("Install-Redis -Provider Pacman -Confirm:$false").Errors, StringComparison.Ordinal);
        Assert.Contains("there is no dnf", ModuleHost.Run("Install-Redis -Provider Dnf -Confirm:$false").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_with_nothing_installed_has_no_installation()
    {
        using IDisposable host = HostSystem.Use(Machine(elevated: true));

        Assert.Equal((0, "", ""), ModuleHost.Run("Get-RedisInstallation"));
    }

    private HostSystem Machine(bool elevated) => new()
    {
        Platform = HostPlatform.Linux,
        IsElevated = elevated,
        SearchPath = Path.Combine(_machine, "bin"),
        Root = Path.Combine(_machine, "root"),
        Home = Path.Combine(_machine, "home"),
    };

    private void Program(string name, string body)
    {
        string path = Path.Combine(_machine, "bin", name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
