using System.Text.RegularExpressions;
using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Installation;

/// <summary>A package manager: what its packages are called, and its commands.</summary>
internal sealed partial class PackageManager
{
    private const string Name = "{package}";
    private const string VersionPlace = "{version}";
    private const string HomePlace = "{home}";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    public required InstallProvider Provider { get; init; }

    /// <summary>The program that must be on PATH.</summary>
    public required string Program { get; init; }

    /// <summary>Product → package.</summary>
    public required IReadOnlyDictionary<ServerProduct, string> Packages { get; init; }

    public bool NeedsElevation { get; init; } = true;

    /// <summary>Whether it refuses to run as root.</summary>
    public bool RefusesRoot { get; init; }

    /// <summary>Whether its packages start their service by themselves.</summary>
    public bool StartsServices { get; init; }

    /// <summary>What is to be known about its packages.</summary>
    public string Note { get; init; } = "";

    /// <summary>Asks for the installed version; its output is matched by <see cref="InstalledPattern"/>, the version is the first group.</summary>
    public required string[] Installed { get; init; }

    public required string InstalledPattern { get; init; }

    /// <summary>Renews what it knows of packages; empty where installing does that itself.</summary>
    public string[] Refresh { get; init; } = [];

    /// <summary>Lists the versions that there are, for managers whose versions are not the product's; the version is the first group.</summary>
    public string[] Versions { get; init; } = [];

    public string VersionsPattern { get; init; } = "";

    public required string[] Install { get; init; }

    /// <summary>Installs a certain version; empty where it has only one.</summary>
    public string[] InstallVersion { get; init; } = [];

    /// <summary>Asks whose a file is; the package is the first group of the match, the version the second where there is one.</summary>
    public string[] Owner { get; init; } = [];

    public string OwnerPattern { get; init; } = "";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public static IReadOnlyList<PackageManager> All { get; } =
    [
        new()
        {
            Provider = InstallProvider.Apt, Program = "apt-get", StartsServices = true,
            Packages = Table("redis-server", "valkey-server"),
            Environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" },
            Installed = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Version}\n", Name], InstalledPattern = @"^installed (\S+)",
            Refresh = ["apt-get", "update", "-qq"],
            Versions = ["apt-cache", "madison", Name], VersionsPattern = @"^\s*\S+ \| (\S+) \|",
            Install = ["apt-get", "install", "-y", "-qq", "-o", "DPkg::Lock::Timeout=60", Name],
            InstallVersion = ["apt-get", "install", "-y", "-qq", "--allow-downgrades", "-o", "DPkg::Lock::Timeout=60", $"{Name}={VersionPlace}"],
            Owner = ["dpkg-query", "--search", Name], OwnerPattern = @"^([\w.+-]+)(?::\w+)?: ",
        },
        Rpm(InstallProvider.Dnf, "dnf"),
        Rpm(InstallProvider.Yum, "yum"),
        new()
        {
            Provider = InstallProvider.Zypper, Program = "zypper", Packages = Table("redis", "valkey"),
            Installed = ["rpm", "--query", "--queryformat", "%{VERSION}-%{RELEASE}\n", Name], InstalledPattern = @"^(\d\S*)$",
            Refresh = ["zypper", "--non-interactive", "refresh"],
            Install = ["zypper", "--non-interactive", "install", Name],
            InstallVersion = ["zypper", "--non-interactive", "install", $"{Name}={VersionPlace}"],
            Owner = ["rpm", "--query", "--file", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\n", Name], OwnerPattern = @"^([\w.+-]+) (\d\S*)$",
        },
        new()
        {
            Provider = InstallProvider.Apk, Program = "apk", Packages = Table("redis", "valkey"),
            Installed = ["apk", "list", "--installed", Name], InstalledPattern = $@"^{Name}-(\d\S*) ",
            Install = ["apk", "add", "--update-cache", Name],
            InstallVersion = ["apk", "add", "--update-cache", $"{Name}=~{VersionPlace}"],
            Owner = ["apk", "info", "--who-owns", Name], OwnerPattern = @"is owned by ([\w.+-]+?)-(\d[\w.]*-r\d+)",
        },
        new()
        {
            Provider = InstallProvider.Pacman, Program = "pacman", Packages = new Dictionary<ServerProduct, string> { [ServerProduct.Valkey] = "valkey" },
            Note = "Arch has Valkey in place of Redis.",
            Installed = ["pacman", "--query", Name], InstalledPattern = @"^\S+ (\S+)",
            Install = ["pacman", "--sync", "--refresh", "--noconfirm", "--needed", Name],
            Owner = ["pacman", "--query", "--owns", Name], OwnerPattern = @"is owned by (\S+) (\S+)",
        },
        new()
        {
            Provider = InstallProvider.Brew, Program = "brew", Packages = Table("redis", "valkey"), NeedsElevation = false, RefusesRoot = true,
            Environment = new Dictionary<string, string> { ["HOMEBREW_NO_INSTALL_CLEANUP"] = "1", ["HOMEBREW_NO_ENV_HINTS"] = "1" },
            Installed = ["brew", "list", "--versions", Name], InstalledPattern = @"^\S+ (\S+)",
            Install = ["brew", "install", Name],
            InstallVersion = ["brew", "install", $"{Name}@{VersionPlace}"],
        },
        new()
        {
            Provider = InstallProvider.Winget, Program = "winget", NeedsElevation = false, StartsServices = true,
            Packages = new Dictionary<ServerProduct, string> { [ServerProduct.Redis] = "Memurai.MemuraiDeveloper", [ServerProduct.Memurai] = "Memurai.MemuraiDeveloper" },
            Note = "Redis has no Windows version of its makers; Memurai Developer, which speaks the same protocol, is installed.",
            Installed = ["winget", "list", "--exact", "--id", Name, "--accept-source-agreements"], InstalledPattern = $@"{Name}\s+(\d\S*)",
            Install = ["winget", "install", "--exact", "--id", Name, "--silent", "--accept-package-agreements", "--accept-source-agreements"],
            InstallVersion = ["winget", "install", "--exact", "--id", Name, "--version", VersionPlace, "--silent", "--accept-package-agreements", "--accept-source-agreements"],
        },
        new()
        {
            Provider = InstallProvider.Chocolatey, Program = "choco", StartsServices = true,
            Packages = new Dictionary<ServerProduct, string> { [ServerProduct.Redis] = "memurai-developer", [ServerProduct.Memurai] = "memurai-developer" },
            Note = "Redis has no Windows version of its makers; Memurai Developer, which speaks the same protocol, is installed.",
            Installed = ["choco", "list", "--local-only", "--exact", "--limit-output", Name], InstalledPattern = @"\|(\S+)",
            Install = ["choco", "install", Name, "--yes", "--no-progress"],
            InstallVersion = ["choco", "install", Name, "--version", VersionPlace, "--yes", "--no-progress"],
        },
        new()
        {
            Provider = InstallProvider.DotnetTool, Program = "dotnet", NeedsElevation = false,
            Packages = new Dictionary<ServerProduct, string> { [ServerProduct.Garnet] = "garnet-server" },
            Environment = new Dictionary<string, string> { ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
            Installed = ["dotnet", "tool", "list", "--tool-path", $"{HomePlace}/.dotnet/tools"], InstalledPattern = $@"^{Name}\s+(\S+)",
            Install = ["dotnet", "tool", "install", Name, "--tool-path", $"{HomePlace}/.dotnet/tools"],
            InstallVersion = ["dotnet", "tool", "install", Name, "--version", VersionPlace, "--tool-path", $"{HomePlace}/.dotnet/tools"],
        },
    ];

    /// <summary>The managers that could be on a kind of system, the most natural first.</summary>
    public static IEnumerable<PackageManager> For(HostPlatform platform) => All.Where(manager => platform switch
    {
        HostPlatform.Linux => manager.Provider is not (InstallProvider.Winget or InstallProvider.Chocolatey),
        HostPlatform.MacOS => manager.Provider is InstallProvider.Brew or InstallProvider.DotnetTool,
        HostPlatform.Windows => manager.Provider is InstallProvider.Winget or InstallProvider.Chocolatey or InstallProvider.DotnetTool,
        _ => manager.Provider == InstallProvider.DotnetTool,
    });

    /// <summary>The installed version of a package; null when it is not installed.</summary>
    public async Task<string?> InstalledVersionAsync(HostSystem host, string package, CancellationToken stop)
    {
        CommandOutcome? outcome = await host.AskAsync(Command(host, Installed, package, "") with { OnlyReads = true }, stop).ConfigureAwait(false);
        return outcome is { Succeeded: true } && Match(InstalledPattern, package, outcome.Output) is { Success: true } match ? match.Groups[1].Value : null;
    }

    /// <summary>The version to ask the manager for: its own name of the newest one that begins as wanted.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="package">The package.</param>
    /// <param name="wanted">The version, or its beginning.</param>
    /// <param name="beforeRefresh">Whether nothing may be known yet; the wanted version then stands for what will be found.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">There is none.</exception>
    public async Task<string> ResolveAsync(HostSystem host, string package, string wanted, bool beforeRefresh, CancellationToken stop)
    {
        if (InstallVersion.Length == 0)
        {
            throw new HostException(HostFailure.ProductUnavailable, $"{Provider} has only the current version of {package}, none that can be chosen.", "Leave -Version out, or use -Provider Docker.");
        }

        if (Versions.Length == 0)
        {
            return wanted;
        }

        CommandOutcome outcome = (await host.RunAsync(Command(host, Versions, package, ""), stop).ConfigureAwait(false)).Require(HostFailure.ProductUnavailable);
        string[] known = Regex.Matches(outcome.Output, VersionsPattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value).Distinct().ToArray();
        if (known.Length == 0 && beforeRefresh)
        {
            return wanted + "*";
        }

        return known.FirstOrDefault(version => IsVersion(version, wanted)) ?? throw new HostException(
            HostFailure.ProductUnavailable, $"{Provider} has no {package} {wanted}; it has {(known.Length == 0 ? "none at all" : string.Join(", ", known))}.", "Choose one of these with -Version, or use -Provider Docker.");
    }

    /// <summary>The command that installs.</summary>
    public HostCommand InstallCommand(HostSystem host, string package, string? version) => Command(host, version is null ? Install : InstallVersion, package, version ?? "");

    /// <summary>The command that renews what is known of packages; null where there is none.</summary>
    public HostCommand? RefreshCommand(HostSystem host) => Refresh.Length == 0 ? null : Command(host, Refresh, "", "");

    /// <summary>Whose a file is; null when it is nobody's.</summary>
    public async Task<(string Package, string? Version)?> OwnerAsync(HostSystem host, string path, CancellationToken stop)
    {
        if (Owner.Length == 0 || await host.AskAsync(Command(host, Owner, path, "") with { OnlyReads = true }, stop).ConfigureAwait(false) is not { Succeeded: true } outcome)
        {
            return null;
        }

        Match match = Regex.Match(outcome.Output, OwnerPattern, RegexOptions.Multiline);
        if (!match.Success)
        {
            return null;
        }

        string package = match.Groups[1].Value;
        return (package, match.Groups[2].Success ? match.Groups[2].Value : await InstalledVersionAsync(host, package, stop).ConfigureAwait(false));
    }

    /// <summary>Whether a package's version, which may have an epoch before and a revision after it, is the wanted one.</summary>
    public static bool IsVersion(string version, string wanted)
    {
        string bare = Epoch().Replace(version, "");
        return bare == wanted || (bare.StartsWith(wanted, StringComparison.Ordinal) && !char.IsAsciiDigit(bare[wanted.Length]) && !wanted.EndsWith('.'));
    }

    private static PackageManager Rpm(InstallProvider provider, string program) => new()
    {
        Provider = provider,
        Program = program,
        Packages = Table("redis", "valkey"),
        Installed = ["rpm", "--query", "--queryformat", "%{VERSION}-%{RELEASE}\n", Name],
        InstalledPattern = @"^(\d\S*)$",
        Install = [program, "install", "--assumeyes", Name],
        InstallVersion = [program, "install", "--assumeyes", $"{Name}-{VersionPlace}*"],
        Owner = ["rpm", "--query", "--file", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\n", Name],
        OwnerPattern = @"^([\w.+-]+) (\d\S*)$",
    };

    private static Dictionary<ServerProduct, string> Table(string redis, string valkey) => new() { [ServerProduct.Redis] = redis, [ServerProduct.Valkey] = valkey };

    private static Match Match(string pattern, string package, string text) =>
        Regex.Match(text.ReplaceLineEndings("\n"), pattern.Replace(Name, Regex.Escape(package), StringComparison.Ordinal), RegexOptions.Multiline);

    private HostCommand Command(HostSystem host, string[] words, string package, string version)
    {
        string[] line = words.Select(word => word.Replace(Name, package, StringComparison.Ordinal).Replace(VersionPlace, version, StringComparison.Ordinal).Replace(HomePlace, host.Home, StringComparison.Ordinal)).ToArray();
        return new HostCommand(line[0], line[1..]) { Timeout = s_patience, Environment = Environment };
    }

    [GeneratedRegex(@"^\d+:")]
    private static partial Regex Epoch();
}
