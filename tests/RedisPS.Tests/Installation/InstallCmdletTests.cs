using RedisPS.Core.Hosts;
using RedisPS.TestServers.Hosts;
using Xunit;

namespace RedisPS.Tests.Installation;

public sealed class InstallCmdletTests : IDisposable
{
    private readonly ScriptedHost _machine = new ScriptedHost().Program("apt-get", "exit 100").Program("dpkg-query", "exit 1");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void WhatIf_prints_the_exact_commands_and_runs_none()
    {
        using IDisposable host = HostSystem.Use(_machine.Host());

        (int code, string output, string errors) = ModuleHost.Run("Install-Redis -Port 6400 -MaxMemory 1gb -Setting @{requirepass='geheim'} -StartService -WhatIf");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=60 redis-server", output, StringComparison.Ordinal);
        Assert.Contains("write to /etc/redis/redis.conf: port 6400", output, StringComparison.Ordinal);
        Assert.Contains("write to /etc/redis/redis.conf: maxmemory 1073741824", output, StringComparison.Ordinal);
        Assert.Contains("start the service of redis-server", output, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", output, StringComparison.Ordinal);
        Assert.DoesNotContain(_machine.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_root_nothing_is_run_and_the_remedy_is_named()
    {
        using IDisposable host = HostSystem.Use(_machine.Host(elevated: false));

        (int code, _, string errors) = ModuleHost.Run("Install-Redis -Confirm:$false");

        Assert.Equal(1, code);
        Assert.Contains("needs root; nothing was done", errors, StringComparison.Ordinal);
        Assert.Contains("sudo", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_machine.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_that_does_not_have_the_product_says_so()
    {
        using IDisposable host = HostSystem.Use(_machine.Host());

        Assert.Contains("Pacman has no Redis", ModuleHost.Run("Install-Redis -Provider Pacman -Confirm:$false").Errors, StringComparison.Ordinal);
        Assert.Contains("there is no dnf", ModuleHost.Run("Install-Redis -Provider Dnf -Confirm:$false").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_with_nothing_installed_has_no_installation()
    {
        using IDisposable host = HostSystem.Use(_machine.Host());

        Assert.Equal((0, "", ""), ModuleHost.Run("Get-RedisInstallation"));
    }
}
