using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Installation;

/// <summary>Finds the servers that are installed on a machine.</summary>
public static class InstallationReader
{
    /// <summary>Looks for server programs, their packages and services, and for containers.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="product">Only this product; null for all.</param>
    /// <param name="stop">Ends the search.</param>
    public static async Task<IReadOnlyList<RedisInstallation>> ReadAsync(HostSystem host, ServerProduct? product, CancellationToken stop)
    {
        IReadOnlyList<RedisService> services = await new ServiceControl(host).ListAsync(null, stop).ConfigureAwait(false);
        IReadOnlyList<ServerProgram> programs = await ServerProgram.FindAsync(host, product, stop).ConfigureAwait(false);
        List<RedisInstallation> found = [];
        foreach (ServerProgram program in programs)
        {
            (InstallProvider? provider, string package, string version) = await PackageAsync(host, program, stop).ConfigureAwait(false);
            RedisService? service = ServiceOf(services, program, programs);
            found.Add(new RedisInstallation
            {
                Product = program.Product,
                VersionText = program.VersionText,
                Path = program.Path,
                CliPath = Cli(host, program),
                Provider = provider,
                PackageName = package,
                PackageVersion = version,
                ConfigFile = service?.ConfigFile ?? (IsUsual(program) ? ConfigLocations.Of(host, program.Product) : null),
                ServiceName = service?.Name,
                IsRunning = service is null ? Processes(services, program).Length > 0 : service.Status == ServiceStatus.Running,
                ProcessId = service?.ProcessId,
                ProcessIds = Processes(services, program),
                Server = service?.Server,
            });
        }

        found.AddRange(services.Where(service => service.Provider == ServiceProvider.Docker && (product is null || service.Product == product)).Select(Container));
        return found;
    }

    private static int[] Processes(IReadOnlyList<RedisService> services, ServerProgram program) =>
        services.Where(service => service.ServerPath == program.Path && service.ProcessId is not null).Select(service => service.ProcessId!.Value).Order().ToArray();

    private static RedisInstallation Container(RedisService service)
    {
        string image = service.Note.Split(';')[0];
        string tag = image.Split('@')[0].Split('/')[^1] is var last && last.Contains(':', StringComparison.Ordinal) ? last[(last.IndexOf(':', StringComparison.Ordinal) + 1)..] : "";
        return new RedisInstallation
        {
            Product = service.Product,
            VersionText = tag.Split('-')[0] is var version && version.Length > 0 && char.IsAsciiDigit(version[0]) ? version : "",
            Path = image,
            Provider = InstallProvider.Docker,
            PackageName = image,
            ServiceName = service.Name,
            IsRunning = service.Status == ServiceStatus.Running,
            ProcessId = service.ProcessId,
            Server = service.Server,
        };
    }

    private static RedisService? ServiceOf(IReadOnlyList<RedisService> services, ServerProgram program, IReadOnlyList<ServerProgram> programs)
    {
        RedisService[] own = services.Where(service => service.Role == "Server" && service.Provider != ServiceProvider.Docker && service.ServerPath == program.Path).ToArray();
        if (own.Length > 0)
        {
            return own.OrderBy(service => service.Provider == ServiceProvider.Process).First();
        }

        // A service that does not say its program is that of the only program of its product.
        return programs.Count(other => other.Product == program.Product) == 1
            ? services.FirstOrDefault(service => service.Role == "Server" && service.Provider is not (ServiceProvider.Docker or ServiceProvider.Process) && service.Product == program.Product && service.ServerPath is null)
            : null;
    }

    private static async Task<(InstallProvider? Provider, string Package, string Version)> PackageAsync(HostSystem host, ServerProgram program, CancellationToken stop)
    {
        if (program.Path.Contains("/.dotnet/tools/", StringComparison.Ordinal) || program.Path.Contains("\\.dotnet\\tools\\", StringComparison.Ordinal))
        {
            return (InstallProvider.DotnetTool, "garnet-server", program.VersionText);
        }

        foreach (PackageManager manager in PackageManager.For(host.Platform).Where(manager => manager.Owner.Length > 0 && host.Find(manager.Program) is not null))
        {
            if (await manager.OwnerAsync(host, program.Path, stop).ConfigureAwait(false) is { } owner)
            {
                return (manager.Provider, owner.Package, owner.Version ?? "");
            }
        }

        bool brewed = program.Path.Contains("/homebrew/", StringComparison.Ordinal) || program.Path.Contains("/Cellar/", StringComparison.Ordinal);
        return brewed ? (InstallProvider.Brew, program.Product.ToString().ToLowerInvariant(), program.VersionText) : (null, "", "");
    }

    private static bool IsUsual(ServerProgram program) => !System.IO.Path.GetFileNameWithoutExtension(program.Path).Any(char.IsAsciiDigit);

    private static string? Cli(HostSystem host, ServerProgram program)
    {
        string file = System.IO.Path.GetFileName(program.Path);
        string name = file.Replace("server", "cli", StringComparison.OrdinalIgnoreCase);
        string beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(program.Path)!, name);
        return name == file ? null : File.Exists(beside) ? beside : host.Find(name);
    }
}
