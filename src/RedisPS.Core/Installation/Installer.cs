using System.Diagnostics;
using RedisPS.Client;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Installation;

/// <summary>Installs servers with what the machine has for that, sets them before their first start, and starts them when asked.</summary>
public sealed class Installer
{
    private readonly HostSystem _host;
    private readonly ServiceControl _control;

    /// <summary>Installs on a machine.</summary>
    public Installer(HostSystem host)
    {
        _host = host;
        _control = new ServiceControl(host);
    }

    /// <summary>Finds out what is to be done, without doing it.</summary>
    /// <exception cref="HostException">Nothing here can install it, or not this version.</exception>
    public async Task<InstallPlan> PlanAsync(InstallRequest request, CancellationToken stop)
    {
        if (request.Provider == InstallProvider.Docker)
        {
            return await new DockerInstaller(_host).PlanAsync(request, stop).ConfigureAwait(false);
        }

        PackageManager? manager = Choose(request);
        return manager is null
            ? await new DockerInstaller(_host).PlanAsync(request, stop).ConfigureAwait(false)
            : await PlanAsync(manager, request, stop).ConfigureAwait(false);
    }

    /// <summary>Does what the plan says.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="report">Told of each command before it runs.</param>
    /// <param name="stop">Ends it between, and during, commands.</param>
    public async Task<InstallResult> RunAsync(InstallPlan plan, Action<string>? report, CancellationToken stop)
    {
        if (plan.Provider == InstallProvider.Docker)
        {
            return await new DockerInstaller(_host).RunAsync(plan, report, stop).ConfigureAwait(false);
        }

        PackageManager manager = PackageManager.All.First(candidate => candidate.Provider == plan.Provider);
        CheckRights(manager, plan);
        long started = Stopwatch.GetTimestamp();
        List<string> notes = plan.Note.Length == 0 ? [] : [plan.Note];
        if (plan.Commands.Count > 0)
        {
            await InstallAsync(manager, plan, notes, report, stop).ConfigureAwait(false);
        }

        string? version = await manager.InstalledVersionAsync(_host, plan.PackageName, stop).ConfigureAwait(false);
        if (version is null)
        {
            throw new HostException(HostFailure.InstallFailed, $"{manager.Program} reported success, but {plan.PackageName} is not installed.", $"Look at it with: {manager.InstallCommand(_host, plan.PackageName, null)}");
        }

        // Before anything is written: a server that runs is asked where, and with what password, it runs now.
        RedisService? before = await ServiceAsync(plan.Request.Product, plan.ConfigFile, stop).ConfigureAwait(false);
        StopPlan data = before is { Status: ServiceStatus.Running } && plan.Request.StartService
            ? await StopPlan.ReadAsync(before, new ServiceAccess(), stop).ConfigureAwait(false)
            : new StopPlan { IsKnown = true, Text = "" };
        (string? file, IReadOnlyList<ConfigEdit> edits) = WriteSettings(plan);
        RedisService? service = await ServiceAsync(plan.Request.Product, file, stop).ConfigureAwait(false);
        bool edited = edits.Any(edit => edit.Changed);
        if (plan.Commands.Count > 0 && service is { Status: ServiceStatus.Running, Provider: not ServiceProvider.Process })
        {
            notes.Add("The package started the service by itself, before the settings were written.");
        }

        (service, bool served) = await ServeAsync(plan.Request, service, edited || plan.Commands.Count > 0, data, notes, report, stop).ConfigureAwait(false);
        return new InstallResult
        {
            Product = plan.Request.Product,
            Provider = plan.Provider,
            PackageName = plan.PackageName,
            Changed = plan.Commands.Count > 0 || edited || served,
            InstalledNow = plan.Commands.Count > 0,
            PreviousVersion = plan.InstalledVersion,
            VersionText = version,
            Path = service?.ServerPath ?? (await ServerProgram.FindAsync(_host, plan.Request.Product, stop).ConfigureAwait(false)).FirstOrDefault()?.Path,
            ConfigFile = file,
            ConfigChanges = edits,
            ServiceName = service?.Name,
            Status = service?.Status ?? ServiceStatus.Unknown,
            Readiness = service?.Readiness,
            StartType = service?.StartType ?? ServiceStartType.Unknown,
            Server = service?.Server,
            Elapsed = Stopwatch.GetElapsedTime(started),
            Commands = plan.Commands.Select(command => command.ToString()).ToArray(),
            Note = string.Join(' ', notes),
        };
    }

    private PackageManager? Choose(InstallRequest request)
    {
        if (!PackageManager.All.Any(manager => manager.Packages.ContainsKey(request.Product)))
        {
            throw new HostException(HostFailure.ProductUnavailable, $"RedisPS does not know how to install {request.Product}.", "Choose Redis, Valkey or Garnet.");
        }

        PackageManager[] able = PackageManager.For(_host.Platform).Where(manager => manager.Packages.ContainsKey(request.Product)).ToArray();
        if (request.Provider is { } wanted)
        {
            PackageManager manager = PackageManager.All.First(candidate => candidate.Provider == wanted);
            if (!manager.Packages.ContainsKey(request.Product))
            {
                throw new HostException(HostFailure.ProductUnavailable, $"{wanted} has no {request.Product}. {manager.Note}".TrimEnd(), "Leave -Provider out, or use -Provider Docker.");
            }

            return _host.Find(manager.Program) is not null
                ? manager
                : throw new HostException(HostFailure.ProviderUnavailable, $"{wanted} cannot be used: there is no {manager.Program} on this machine.", "Leave -Provider out to use what this machine has.");
        }

        PackageManager? chosen = able.FirstOrDefault(manager => _host.Find(manager.Program) is not null);
        return chosen is not null || _host.Find("docker") is not null
            ? chosen
            : throw new HostException(
                HostFailure.ProviderUnavailable,
                $"Nothing on this machine can install {request.Product}: there is none of {string.Join(", ", able.Select(manager => manager.Program).Append("docker").Distinct())}.",
                "Install one of these, or the server by hand.");
    }

    private async Task<InstallPlan> PlanAsync(PackageManager manager, InstallRequest request, CancellationToken stop)
    {
        string package = manager.Packages[request.Product];
        string? installed = await manager.InstalledVersionAsync(_host, package, stop).ConfigureAwait(false);
        List<HostCommand> commands = [];
        if (installed is null || (request.Version is { } wanted && !PackageManager.IsVersion(installed, wanted)))
        {
            string? version = request.Version is null ? null : await manager.ResolveAsync(_host, package, request.Version, beforeRefresh: true, stop).ConfigureAwait(false);
            commands.AddRange(manager.RefreshCommand(_host) is { } refresh ? [refresh] : []);
            commands.Add(manager.InstallCommand(_host, package, version));
        }

        string? file = ConfigLocations.Of(_host, request.Product) ?? ConfigLocations.Expected(_host, request.Product, manager.Provider);
        RedisService? service = await ServiceAsync(request.Product, file, stop).ConfigureAwait(false);
        IReadOnlyList<ConfigEdit> edits = file is null ? [] : Edit(request, service?.ConfigFile ?? file).Edits;
        return new InstallPlan
        {
            Request = request,
            Provider = manager.Provider,
            PackageName = package,
            InstalledVersion = installed,
            Commands = commands,
            ConfigFile = service?.ConfigFile ?? file,
            Edits = edits,
            ServiceSteps = ServiceSteps(request, service, package, commands.Count > 0 || edits.Any(edit => edit.Changed)).ToArray(),
            Note = manager.Note,
        };
    }

    private IEnumerable<string> ServiceSteps(InstallRequest request, RedisService? service, string package, bool changed)
    {
        if (request.EnableService && service?.StartType != ServiceStartType.Automatic)
        {
            yield return service is null ? $"enable the service of {package}" : Preview(service, ServiceAction.Enable);
        }

        if (request.StartService && service is not { Status: ServiceStatus.Running })
        {
            yield return service is null ? $"start the service of {package}" : Preview(service, ServiceAction.Start);
        }
        else if (request.StartService && changed)
        {
            yield return $"restart {service!.Name}";
        }
    }

    private string Preview(RedisService service, ServiceAction action)
    {
        try
        {
            return _control.Preview(service, action, TimeSpan.FromMinutes(2));
        }
        catch (HostException e)
        {
            return $"{action} {service.Name}, which is not possible: {e.Message}";
        }
    }

    private void CheckRights(PackageManager manager, InstallPlan plan)
    {
        if (!plan.Changes)
        {
            return;
        }

        if (manager.NeedsElevation && !_host.IsElevated)
        {
            throw new HostException(
                HostFailure.ElevationRequired,
                $"Installing with {manager.Program} needs {(_host.Platform == HostPlatform.Windows ? "an administrator" : "root")}; nothing was done.",
                _host.Platform == HostPlatform.Windows ? "Run PowerShell as administrator." : "Run it with sudo, or choose -Provider Docker.");
        }

        if (manager.RefusesRoot && _host.IsElevated && plan.Commands.Count > 0)
        {
            throw new HostException(HostFailure.ElevationRequired, $"{manager.Program} refuses to run as root; nothing was done.", "Run it as the user that owns Homebrew.");
        }
    }

    private async Task InstallAsync(PackageManager manager, InstallPlan plan, List<string> notes, Action<string>? report, CancellationToken stop)
    {
        using ServicePolicy policy = ServicePolicy.Forbid(_host, manager.Provider);
        foreach (HostCommand command in plan.Commands.SkipLast(1))
        {
            report?.Invoke(command.ToString());
            CommandOutcome outcome = await _host.RunAsync(command, stop).ConfigureAwait(false);
            if (!outcome.Succeeded)
            {
                // One package source that is out of reach must not keep the others from serving this package.
                notes.Add($"'{command}' failed, and the installation went on with what was known: {outcome.Complaint}");
            }
        }

        // After the refresh more versions may be known than when this was planned.
        HostCommand install = plan.Request.Version is { } wanted
            ? manager.InstallCommand(_host, plan.PackageName, await manager.ResolveAsync(_host, plan.PackageName, wanted, beforeRefresh: false, stop).ConfigureAwait(false))
            : plan.Commands[^1];
        report?.Invoke(install.ToString());
        (await _host.RunAsync(install, stop).ConfigureAwait(false)).Require(HostFailure.InstallFailed, "The package manager's own words are in the message: no such package, a held package, or no way to the package source.");
    }

    private (string? File, IReadOnlyList<ConfigEdit> Edits) WriteSettings(InstallPlan plan)
    {
        string? file = File.Exists(plan.ConfigFile is null ? null : _host.At(plan.ConfigFile)) ? plan.ConfigFile : ConfigLocations.Of(_host, plan.Request.Product);
        if (file is null && plan.Provider == InstallProvider.DotnetTool)
        {
            file = plan.ConfigFile;
            Directory.CreateDirectory(Path.GetDirectoryName(file!)!);
        }

        if (file is null && plan.ConfigFile is { } expected && File.Exists(_host.At(expected + ".example")))
        {
            // SUSE leaves it to the administrator to make a configuration of the example.
            File.Copy(_host.At(expected + ".example"), _host.At(expected));
            file = expected;
        }

        if (plan.Request.Settings.Count == 0 && plan.Provider != InstallProvider.DotnetTool)
        {
            return (file, []);
        }

        if (file is null)
        {
            throw new HostException(HostFailure.InstallFailed, $"{plan.PackageName} is installed, but its configuration file was not found, so the settings were not written.", "Find it with Get-RedisServer once it runs, and use Set-RedisConfig -Persist.");
        }

        (string text, IReadOnlyList<ConfigEdit> edits) = Edit(plan.Request, file);
        if (edits.Any(edit => edit.Changed) || !File.Exists(_host.At(file)))
        {
            // In place: owner and rights of the file are those that the server needs. A new one is this user's own: it may hold a password.
            bool isNew = !File.Exists(_host.At(file));
            File.AppendAllText(_host.At(file), "");
            if (isNew && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_host.At(file), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.WriteAllText(_host.At(file), text);
        }

        return (file, edits);
    }

    private (string Text, IReadOnlyList<ConfigEdit> Edits) Edit(InstallRequest request, string file)
    {
        string path = _host.At(file);
        string text;
        try
        {
            text = File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (UnauthorizedAccessException e)
        {
            throw new HostException(HostFailure.ElevationRequired, $"{file} may not be read by this user, so it is not known what would change.", "Run it with sudo.", e);
        }

        return request.Product == ServerProduct.Garnet ? GarnetConfiguration.Apply(text, request.Settings) : ConfigFileEditor.Apply(text, request.Settings);
    }

    private async Task<RedisService?> ServiceAsync(ServerProduct product, string? file, CancellationToken stop)
    {
        RedisService[] services = (await _control.ListAsync(null, stop).ConfigureAwait(false))
            .Where(service => service.Role == "Server" && service.Provider != ServiceProvider.Docker && (service.Product == product || service.ConfigFile == file)).ToArray();
        return services.FirstOrDefault(service => service.Provider != ServiceProvider.Process && service.ConfigFile == file)
            ?? services.FirstOrDefault(service => service.Provider != ServiceProvider.Process)
            ?? services.FirstOrDefault(service => service.ConfigFile is not null && service.ConfigFile == file);
    }

    private async Task<(RedisService? Service, bool Changed)> ServeAsync(InstallRequest request, RedisService? service, bool renewed, StopPlan data, List<string> notes, Action<string>? report, CancellationToken stop)
    {
        if (service is null)
        {
            if (request.StartService || request.EnableService)
            {
                throw new HostException(HostFailure.ServiceNotFound, $"{request.Product} is installed, but no service of it was found.", "Start its program with its configuration file.");
            }

            return (null, false);
        }

        bool changed = false;
        ServiceOptions options = new() { Timeout = request.Timeout, Report = report };
        if (request.EnableService)
        {
            ServiceChange enabled = await _control.SetStartAsync(service, automatic: true, options, stop).ConfigureAwait(false);
            service = service with { StartType = enabled.StartType };
            changed |= enabled.Changed;
        }

        if (!request.StartService)
        {
            if (renewed && service.Status == ServiceStatus.Running)
            {
                notes.Add($"{service.Name} runs with what it had before: Restart-RedisService {service.Name}.");
            }

            return (service, changed);
        }

        ServiceChange started = renewed && service.Status == ServiceStatus.Running
            ? await _control.RestartAsync(service, data, options, stop).ConfigureAwait(false)
            : await _control.StartAsync(service, options, stop).ConfigureAwait(false);
        if (started.Note.Length > 0)
        {
            notes.Add(started.Note);
        }

        return (service with { Status = started.Status, Readiness = started.Readiness, ProcessId = started.ProcessId, StartType = started.StartType }, changed || started.Changed);
    }
}
