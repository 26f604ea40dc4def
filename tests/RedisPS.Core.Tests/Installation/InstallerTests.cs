using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Installation;
using RedisPS.Core.Service;
using RedisPS.TestServers.Hosts;
using Xunit;

namespace RedisPS.Core.Tests.Installation;

/// <summary>Package managers that are scripted: what they would install is a configuration file and a program that says its version.</summary>
public sealed class InstallerTests
{
    // What a package brings; "installed" is the manager's memory.
    private const string Unpack = """
        mkdir='/bin/mkdir -p'; $mkdir "$HERE/root/etc/PRODUCT"; echo 'port 6379' > "$HERE/root/etc/PRODUCT/PRODUCT.conf"
        printf '#!/bin/sh\necho "LABEL server v=8.1.1 sha=0"\n' > "$HERE/bin/PRODUCT-server"; /bin/chmod +x "$HERE/bin/PRODUCT-server"; echo yes > "$HERE/installed"
        """;

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> s_settings = new Dictionary<string, IReadOnlyList<string>> { ["maxmemory"] = ["10mb"] };

    public static TheoryData<InstallProvider, ServerProduct, string[]> Managers => new()
    {
        { InstallProvider.Dnf, ServerProduct.Redis, ["dnf install --assumeyes redis"] },
        { InstallProvider.Dnf, ServerProduct.Valkey, ["dnf install --assumeyes valkey"] },
        { InstallProvider.Yum, ServerProduct.Redis, ["yum install --assumeyes redis"] },
        { InstallProvider.Zypper, ServerProduct.Valkey, ["zypper --non-interactive refresh", "zypper --non-interactive install valkey"] },
        { InstallProvider.Apk, ServerProduct.Redis, ["apk add --update-cache redis"] },
        { InstallProvider.Pacman, ServerProduct.Valkey, ["pacman --sync --refresh --noconfirm --needed valkey"] },
        { InstallProvider.Apt, ServerProduct.Redis, ["apt-get update -qq", "apt-get install -y -qq -o DPkg::Lock::Timeout=60 redis-server"] },
        { InstallProvider.Apt, ServerProduct.Valkey, ["apt-get update -qq", "apt-get install -y -qq -o DPkg::Lock::Timeout=60 valkey-server"] },
        { InstallProvider.Brew, ServerProduct.Redis, ["brew install redis"] },
    };

    [Theory]
    [MemberData(nameof(Managers))]
    public async Task A_package_is_installed_and_set_once(InstallProvider provider, ServerProduct product, string[] expected)
    {
        using ScriptedHost machine = Machine(provider, product);
        Installer installer = new(machine.Host(elevated: provider != InstallProvider.Brew));
        InstallRequest request = new() { Product = product, Provider = provider, Settings = s_settings };

        InstallPlan plan = await installer.PlanAsync(request, CancellationToken.None);
        Assert.DoesNotContain(machine.Calls, expected.Contains);
        InstallResult first = await installer.RunAsync(plan, null, CancellationToken.None);
        int calls = machine.Calls.Count(expected.Contains);
        InstallResult second = await installer.RunAsync(await installer.PlanAsync(request, CancellationToken.None), null, CancellationToken.None);

        Assert.Equal(expected, machine.Calls.Where(expected.Contains));
        Assert.Equal(expected, plan.Commands.Select(command => new HostCommand(command.Program, command.Arguments.ToArray()).ToString()));
        Assert.Equal((true, true, expected.Length), (first.Changed, first.InstalledNow, calls));
        Assert.Equal((false, false), (second.Changed, second.InstalledNow));
        string name = product.ToString().ToLowerInvariant();
        Assert.Contains("maxmemory 10mb", await File.ReadAllTextAsync(Path.Combine(machine.Directory, "root", "etc", name, name + ".conf")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_Debian_package_is_installed_services_may_not_start_and_afterwards_they_may()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Redis);

        await RunAsync(machine, new InstallRequest());

        Assert.Equal("101", File.ReadAllText(Path.Combine(machine.Directory, "policy")).Trim());
        Assert.False(File.Exists(Path.Combine(machine.Directory, "root", "usr", "sbin", "policy-rc.d")));
    }

    [Fact]
    public async Task Somebodys_own_policy_stays()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Redis).WithFile("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 0\n", executable: true);

        await RunAsync(machine, new InstallRequest());

        Assert.Equal("0", File.ReadAllText(Path.Combine(machine.Directory, "policy")).Trim());
        Assert.True(File.Exists(Path.Combine(machine.Directory, "root", "usr", "sbin", "policy-rc.d")));
    }

    [Fact]
    public async Task A_package_source_that_is_out_of_reach_does_not_stop_the_installation()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Redis, refresh: "echo 'Could not resolve host' >&2; exit 100");

        InstallResult result = await RunAsync(machine, new InstallRequest());

        Assert.True(result.InstalledNow);
        Assert.Contains("Could not resolve host", result.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_reported_in_the_managers_words()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Redis, install: "echo 'E: Held packages were changed and -y was used without --allow-change-held-packages.' >&2; exit 100");

        HostException error = await Assert.ThrowsAsync<HostException>(() => RunAsync(machine, new InstallRequest()));

        Assert.Equal(HostFailure.InstallFailed, error.Failure);
        Assert.Contains("Held packages", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(machine.Directory, "root", "usr", "sbin", "policy-rc.d")));
    }

    [Fact]
    public async Task A_manager_that_reports_success_and_installs_nothing_is_not_believed()
    {
        using ScriptedHost machine = Machine(InstallProvider.Dnf, ServerProduct.Redis, install: "exit 0");

        Assert.Equal(HostFailure.InstallFailed, (await Assert.ThrowsAsync<HostException>(() => RunAsync(machine, new InstallRequest()))).Failure);
    }

    [Fact]
    public async Task Rights_are_checked_before_anything_is_run()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Redis);
        Installer installer = new(machine.Host(elevated: false));
        InstallPlan plan = await installer.PlanAsync(new InstallRequest(), CancellationToken.None);

        HostException error = await Assert.ThrowsAsync<HostException>(() => installer.RunAsync(plan, null, CancellationToken.None));

        Assert.Equal(HostFailure.ElevationRequired, error.Failure);
        Assert.DoesNotContain(machine.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Homebrew_does_not_run_as_root()
    {
        using ScriptedHost machine = Machine(InstallProvider.Brew, ServerProduct.Redis);

        Assert.Equal(HostFailure.ElevationRequired, (await Assert.ThrowsAsync<HostException>(() => RunAsync(machine, new InstallRequest()))).Failure);
    }

    [Fact]
    public async Task The_version_is_the_managers_own_name_of_the_wanted_one()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Redis)
            .Program("apt-cache", "echo ' redis-server | 5:7.0.15-1~deb12u10 | http://deb.debian.org/debian-security bookworm-security/main amd64 Packages'; echo ' redis-server | 5:6.0.16-1 | http://x'");
        Installer installer = new(machine.Host());

        InstallPlan plan = await installer.PlanAsync(new InstallRequest { Version = "6.0" }, CancellationToken.None);
        HostException error = await Assert.ThrowsAsync<HostException>(() => installer.PlanAsync(new InstallRequest { Version = "7.1" }, CancellationToken.None));

        Assert.EndsWith("redis-server=5:6.0.16-1", plan.Commands[^1].ToString(), StringComparison.Ordinal);
        Assert.Contains("it has 5:7.0.15-1~deb12u10, 5:6.0.16-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_looked_for_again_when_the_manager_knows_what_there_is()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Redis, refresh: ": > \"$HERE/refreshed\"")
            .Program("apt-cache", "[ -f \"$HERE/refreshed\" ] && echo ' redis-server | 5:7.0.15-1~deb12u10 | http://deb.debian.org/debian bookworm/main amd64 Packages'; exit 0");

        await RunAsync(machine, new InstallRequest { Version = "7.0" });

        Assert.Contains(machine.Calls, call => call.EndsWith("redis-server=5:7.0.15-1~deb12u10", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("5:7.0.15-1~deb12u10", "7.0", true)]
    [InlineData("5:7.0.15-1~deb12u10", "7.0.15", true)]
    [InlineData("7.0.15", "7.0.1", false)]
    [InlineData("7.2.4-r0", "7", true)]
    [InlineData("17.0", "7", false)]
    public void A_version_begins_as_wanted_in_whole_numbers(string version, string wanted, bool same) => Assert.Equal(same, PackageManager.IsVersion(version, wanted));

    [Theory]
    [InlineData(InstallProvider.Winget, "winget install --exact --id Memurai.MemuraiDeveloper --silent --accept-package-agreements --accept-source-agreements")]
    [InlineData(InstallProvider.Chocolatey, "choco install memurai-developer --yes --no-progress")]
    public async Task On_Windows_it_is_said_what_stands_in_for_Redis(InstallProvider provider, string expected)
    {
        using ScriptedHost machine = new ScriptedHost().Program(provider == InstallProvider.Winget ? "winget" : "choco", "[ \"$1\" = list ] && exit 1; exit 0");

        InstallPlan plan = await new Installer(machine.Host(HostPlatform.Windows)).PlanAsync(new InstallRequest(), CancellationToken.None);

        Assert.Equal(expected, plan.Commands[^1].ToString());
        Assert.Contains("Memurai", plan.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garnet_is_a_tool_with_a_configuration_of_its_own_and_listens_on_loopback()
    {
        using ScriptedHost machine = new ScriptedHost().Program("dotnet", """
            tools="$HERE/home/.dotnet/tools"
            case "$2" in
              list) echo 'Package Id         Version      Commands'; [ -f "$tools/garnet-server" ] && echo 'garnet-server      2.2.5        garnet-server' ;;
              install) /bin/mkdir -p "$tools"; printf '#!/bin/sh\necho "GarnetServer 2.2.5+8d007"\n' > "$tools/garnet-server"; /bin/chmod +x "$tools/garnet-server" ;;
            esac
            exit 0
            """);
        InstallRequest request = new() { Product = ServerProduct.Garnet, Settings = new Dictionary<string, IReadOnlyList<string>> { ["port"] = ["7011"], ["maxmemory"] = ["256mb"] } };

        InstallResult first = await RunAsync(machine, request);
        InstallResult second = await RunAsync(machine, request);

        Assert.Equal((true, "2.2.5", "garnet-server:7011", false), (first.InstalledNow, first.VersionText, first.ServiceName, second.Changed));
        string text = await File.ReadAllTextAsync(first.ConfigFile!);
        Assert.Contains("\"Address\": \"127.0.0.1\"", text, StringComparison.Ordinal);
        Assert.Contains("\"LogMemorySize\": \"256m\"", text, StringComparison.Ordinal);
        Assert.Equal(1, machine.Calls.Count(call => call.StartsWith("dotnet tool install garnet-server", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_container_is_made_once_and_published_on_loopback_only()
    {
        const string Container = """[{"Name":"/cache","State":{"Status":"created","Pid":0,"ExitCode":0},"Config":{"Image":"redis:7-alpine","Cmd":["redis-server","--maxmemory","10mb"]},"HostConfig":{"NetworkMode":"bridge","RestartPolicy":{"Name":"unless-stopped"},"PortBindings":{"6379/tcp":[{"HostIp":"127.0.0.1","HostPort":"6380"}]}}}]""";
        using ScriptedHost machine = new ScriptedHost().Program("docker", $"""
            case $1 in
              version) echo 27.0 ;;
              ps) [ -f "$HERE/made" ] && echo 'abc redis:7-alpine' ;;
              inspect) [ -f "$HERE/made" ] || exit 1; printf '%s' '{Container}' ;;
              create) : > "$HERE/made" ;;
            esac
            exit 0
            """);
        InstallRequest request = new()
        {
            Provider = InstallProvider.Docker, Image = "redis:7-alpine", ContainerName = "cache", Volume = "redis_data", EnableService = true,
            Settings = new Dictionary<string, IReadOnlyList<string>> { ["maxmemory"] = ["10mb"], ["port"] = ["6380"] },
        };

        InstallResult first = await RunAsync(machine, request, elevated: false);
        InstallResult second = await RunAsync(machine, request, elevated: false);

        Assert.Equal(["docker pull redis:7-alpine", "docker create --name cache --restart unless-stopped --publish 127.0.0.1:6380:6379 --volume redis_data:/data redis:7-alpine redis-server --maxmemory 10mb"], first.Commands);
        Assert.Equal((true, "127.0.0.1:6380", false, ""), (first.Changed, first.Server, second.Changed, second.Note));
        Assert.Single(machine.Calls, call => call.StartsWith("docker create", StringComparison.Ordinal));
        InstallPlan other = await new Installer(machine.Host()).PlanAsync(request with { Image = "redis:8" }, CancellationToken.None);
        Assert.Contains("another image", other.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_does_not_show_in_a_command() =>
        Assert.Equal("docker run redis redis-server --requirepass '***'", new HostCommand("docker", "run", "redis", "redis-server", "--requirepass", "secret").ToString());

    [Fact]
    public async Task A_machine_without_any_means_is_told_what_there_could_be()
    {
        using ScriptedHost machine = new();

        HostException error = await Assert.ThrowsAsync<HostException>(() => new Installer(machine.Host()).PlanAsync(new InstallRequest(), CancellationToken.None));

        Assert.Equal(HostFailure.ProviderUnavailable, error.Failure);
        Assert.Contains("apt-get, dnf, yum, zypper, apk", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_is_found_with_its_package_and_version()
    {
        using ScriptedHost machine = Machine(InstallProvider.Apt, ServerProduct.Valkey);
        await RunAsync(machine, new InstallRequest { Product = ServerProduct.Valkey });
        machine.Program("dpkg-query", "case \"$1\" in --search) echo \"valkey-server: $2\";; *) echo 'installed 8.1.1+dfsg1-3';; esac");

        RedisInstallation found = Assert.Single(await InstallationReader.ReadAsync(machine.Host(), null, CancellationToken.None));

        Assert.Equal((ServerProduct.Valkey, "8.1.1", InstallProvider.Apt, "valkey-server", "8.1.1+dfsg1-3"), (found.Product, found.VersionText, found.Provider!.Value, found.PackageName, found.PackageVersion));
        Assert.Equal("/etc/valkey/valkey.conf", found.ConfigFile);
    }

    private static async Task<InstallResult> RunAsync(ScriptedHost machine, InstallRequest request, bool elevated = true)
    {
        Installer installer = new(machine.Host(elevated: elevated));
        return await installer.RunAsync(await installer.PlanAsync(request, CancellationToken.None), null, CancellationToken.None);
    }

    private static ScriptedHost Machine(InstallProvider provider, ServerProduct product, string? refresh = null, string? install = null)
    {
        string unpack = install ?? Unpack.Replace("PRODUCT", product.ToString().ToLowerInvariant(), StringComparison.Ordinal).Replace("LABEL", product.ToString(), StringComparison.Ordinal);
        ScriptedHost machine = new ScriptedHost().WithFile("/usr/sbin/nothing", "");
        string installed = "[ -f \"$HERE/installed\" ] || exit 1; ";
        switch (provider)
        {
            case InstallProvider.Apt:
                return machine
                    .Program("dpkg-query", installed + "echo 'installed 5:8.1.1-1'")
                    .Program("apt-get", $"case $1 in update) {refresh ?? "true"};; install)\npolicy=\"$HERE/root/usr/sbin/policy-rc.d\"; if [ -x \"$policy\" ]; then \"$policy\"; echo $? > \"$HERE/policy\"; fi\n{unpack}\n;; esac");
            case InstallProvider.Dnf or InstallProvider.Yum:
                return machine.Program("rpm", installed + "echo '8.1.1-1.fc42'").Program(provider == InstallProvider.Dnf ? "dnf" : "yum", unpack);
            case InstallProvider.Zypper:
                return machine.Program("rpm", installed + "echo '8.1.1-1.1'").Program("zypper", $"case $2 in install)\n{unpack}\n;; esac");
            case InstallProvider.Apk:
                return machine.Program("apk", $"case $1 in list) {installed}echo \"$3-8.1.1-r0 x86_64 {{redis}} (BSD-3-Clause) [installed]\";; add)\n{unpack}\n;; esac");
            case InstallProvider.Pacman:
                return machine.Program("pacman", $"case $1 in --query) {installed}echo \"$2 8.1.1-1\";; --sync)\n{unpack}\n;; esac");
            default:
                return machine.Program("brew", $"case $1 in list) {installed}echo \"$3 8.1.1\";; install)\n{unpack}\n;; esac");
        }
    }
}
