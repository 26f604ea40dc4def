using System.Diagnostics;
using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>Finds the services of a machine, and starts, stops, restarts, enables and disables them; each with a look at what came of it.</summary>
public sealed class ServiceControl
{
    private readonly HostSystem _host;

    /// <summary>Controls the services of a machine.</summary>
    public ServiceControl(HostSystem host) => _host = host;

    /// <summary>All services of servers and Sentinels, also plain processes.</summary>
    /// <param name="access">User and password for looking whether they answer; null does not look.</param>
    /// <param name="stop">Ends the search.</param>
    public async Task<IReadOnlyList<RedisService>> ListAsync(ServiceAccess? access, CancellationToken stop)
    {
        List<RedisService> services = [];
        foreach (ServiceManager manager in ServiceManager.All(_host))
        {
            services.AddRange(await manager.ListAsync(stop).ConfigureAwait(false));
        }

        services.AddRange(await new ProcessManager(_host).Besides(services).ListAsync(stop).ConfigureAwait(false));
        return access is null ? services : await Task.WhenAll(services.Select(service => LookAsync(service, access, stop))).ConfigureAwait(false);
    }

    /// <summary>The commands that a change would run, one a line.</summary>
    public string Preview(RedisService service, ServiceAction action, TimeSpan timeout)
    {
        ServiceManager manager = ManagerOf(service);
        IEnumerable<HostCommand> commands = action == ServiceAction.Restart && !manager.HasRestart
            ? manager.Commands(service, ServiceAction.Stop, timeout).Concat(manager.Commands(service, ServiceAction.Start, timeout))
            : manager.Commands(service, action, timeout);
        return string.Join("; ", commands);
    }

    /// <summary>Starts a service and waits until its server answers and has loaded its data.</summary>
    public async Task<ServiceChange> StartAsync(RedisService service, ServiceOptions options, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        if (service.Status == ServiceStatus.Running)
        {
            (RedisService now, string note) = options.NoWait ? (service, "") : await ReadyAsync(service, options, started, stop).ConfigureAwait(false);
            return Change(service, now, ServiceAction.Start, changed: false, started, note);
        }

        RequireElevation(service);
        if (await ServerReadiness.LookAsync(service, options.Access, stop).ConfigureAwait(false) is { State: not (ReadyState.NotListening or ReadyState.Unknown) })
        {
            throw new HostException(
                HostFailure.PortInUse, $"{service.Name} cannot be started: another server listens on {service.Server} already.", "Get-RedisService shows what runs; stop it, or give this service another port in its configuration.");
        }

        await ApplyAsync(service, ServiceAction.Start, options, stop).ConfigureAwait(false);
        (RedisService after, string said) = options.NoWait
            ? (await RefreshAsync(service, stop).ConfigureAwait(false), "It was not waited for.")
            : await ReadyAsync(service, options, started, stop).ConfigureAwait(false);
        return Change(service, after, ServiceAction.Start, changed: true, started, said);
    }

    /// <summary>Stops a service and waits until its process is gone.</summary>
    /// <param name="service">The service.</param>
    /// <param name="plan">What was found out about its data.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">Ends the wait; the server goes on stopping.</param>
    /// <exception cref="HostException">Data would be lost and -NoSave was not given, or it does not stop.</exception>
    public async Task<ServiceChange> StopAsync(RedisService service, StopPlan plan, ServiceOptions options, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        if (service.Status is ServiceStatus.Stopped or ServiceStatus.Failed)
        {
            return Change(service, service, ServiceAction.Stop, changed: false, started, "");
        }

        RequireElevation(service);
        RedisService after = service;
        string note = await StopOrder.DuringAsync(service, plan, options, StopsAsync, stop).ConfigureAwait(false);
        return Change(service, after, ServiceAction.Stop, changed: true, started, note);

        async Task StopsAsync(CancellationToken end)
        {
            await ApplyAsync(service, ServiceAction.Stop, options, end).ConfigureAwait(false);
            after = await GoneAsync(service, options, started, end).ConfigureAwait(false);
        }
    }

    /// <summary>Stops and starts a service, and waits until its server answers and has loaded its data.</summary>
    /// <param name="service">The service.</param>
    /// <param name="plan">What was found out about its data.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<ServiceChange> RestartAsync(RedisService service, StopPlan plan, ServiceOptions options, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        RequireElevation(service);
        if (service.Status != ServiceStatus.Running)
        {
            return await StartAsync(service, options, stop).ConfigureAwait(false) with { Action = ServiceAction.Restart };
        }

        ServiceManager manager = ManagerOf(service);
        RedisService again = await StartableAsync(service, plan, stop).ConfigureAwait(false);

        // Before it is stopped: whether it can be started again.
        _ = manager.HasRestart ? [] : manager.Commands(again, ServiceAction.Start, options.Timeout);
        (RedisService Service, string Note) after = (again, "");
        string note = manager.HasRestart
            ? await StopOrder.DuringAsync(service, plan, options, RestartsAsync, stop).ConfigureAwait(false)
            : (await StopAsync(service, plan, options, stop).ConfigureAwait(false)).Note;
        if (!manager.HasRestart)
        {
            await ApplyAsync(again, ServiceAction.Start, options, stop).ConfigureAwait(false);
            after = await WaitAsync(stop).ConfigureAwait(false);
        }

        return Change(service, after.Service, ServiceAction.Restart, changed: true, started, string.Join(' ', new[] { note, after.Note }.Where(text => text.Length > 0)));

        async Task RestartsAsync(CancellationToken end)
        {
            await ApplyAsync(service, ServiceAction.Restart, options, end).ConfigureAwait(false);
            after = await WaitAsync(end).ConfigureAwait(false);
            if (after.Service.ProcessId is { } id && id == service.ProcessId)
            {
                throw new HostException(
                    HostFailure.ServiceStopFailed,
                    string.Create(CultureInfo.InvariantCulture, $"{service.Name} was to be restarted, and its manager reported success, but process {id} still runs as before."),
                    $"Look at it with {Preview(service, ServiceAction.Restart, options.Timeout)}.");
            }
        }

        async Task<(RedisService, string)> WaitAsync(CancellationToken end) => options.NoWait
            ? (await RefreshAsync(again, end).ConfigureAwait(false), "It was not waited for.")
            : await ReadyAsync(again, options, started, end).ConfigureAwait(false);
    }

    /// <summary>Lets a service start with the machine, or not.</summary>
    public async Task<ServiceChange> SetStartAsync(RedisService service, bool automatic, ServiceOptions options, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        ServiceAction action = automatic ? ServiceAction.Enable : ServiceAction.Disable;
        bool isSo = automatic ? service.StartType == ServiceStartType.Automatic : service.StartType is ServiceStartType.Manual or ServiceStartType.Disabled;
        if (isSo && service.Provider != ServiceProvider.Process)
        {
            return Change(service, service, action, changed: false, started, "");
        }

        RequireElevation(service);
        await ApplyAsync(service, action, options, stop).ConfigureAwait(false);
        RedisService after = await RefreshAsync(service, stop).ConfigureAwait(false);
        return (after.StartType == ServiceStartType.Automatic) == automatic || after.StartType == ServiceStartType.Unknown
            ? Change(service, after, action, changed: true, started, after.StartType == ServiceStartType.Unknown ? "Its manager does not say what it is set to now." : "")
            : throw new HostException(
                HostFailure.ProgramFailed, $"{service.Name} was to be {(automatic ? "enabled" : "disabled")}, and its manager reported success, but it is still {after.StartType}.", $"Look at it with {Preview(service, action, options.Timeout)}.");
    }

    /// <summary>Whether this process may change a service, and could start it again.</summary>
    /// <exception cref="HostException">It may not, or how it was started is not known.</exception>
    internal void Require(RedisService service, TimeSpan timeout)
    {
        RequireElevation(service);
        _ = ManagerOf(service).Commands(service, ServiceAction.Start, timeout);
    }

    /// <summary>A service with what is needed to start it again: of a plain process its configuration file, its program and its user.</summary>
    internal async Task<RedisService> StartableAsync(RedisService service, StopPlan plan, CancellationToken stop)
    {
        if (service.Provider != ServiceProvider.Process || service.ConfigFile is not null) { return service; }
        string? file = string.IsNullOrEmpty(plan.ConfigFile) ? null : plan.ConfigFile;
        string? user = null;
        if (service.ProcessId is { } id && _host is { IsElevated: true, Platform: HostPlatform.Linux } && _host.Find("runuser") is not null)
        {
            CommandOutcome? owner = await _host.AskAsync(new HostCommand("stat", "-c", "%U", string.Create(CultureInfo.InvariantCulture, $"/proc/{id}")) { OnlyReads = true }, stop).ConfigureAwait(false);
            user = owner is { Succeeded: true } && owner.Output.Trim() is { Length: > 0 } name and not ("root" or "UNKNOWN") ? name : null;
        }

        return service with { ConfigFile = file, ServerPath = Program(plan) ?? service.ServerPath, Configuration = ServerConfiguration.Read(_host, file), RunAs = user };
    }

    // A server that was found on PATH says its name below the folder it was started in: there is no such file.
    private static string? Program(StopPlan plan) => File.Exists(plan.ServerPath) ? plan.ServerPath : null;

    private static async Task<RedisService> LookAsync(RedisService service, ServiceAccess access, CancellationToken stop) =>
        service.Status is ServiceStatus.Stopped or ServiceStatus.Failed ? service : service with { Readiness = await ServerReadiness.LookAsync(service, access, stop).ConfigureAwait(false) };

    private static ServiceChange Change(RedisService before, RedisService after, ServiceAction action, bool changed, long started, string note) => new()
    {
        Name = after.Name,
        Provider = after.Provider,
        Product = after.Product,
        Action = action,
        PreviousStatus = before.Status,
        Status = after.Status,
        PreviousStartType = before.StartType,
        StartType = after.StartType,
        Changed = changed,
        Readiness = after.Readiness,
        ProcessId = after.ProcessId,
        Server = after.Server,
        Elapsed = Stopwatch.GetElapsedTime(started),
        Note = note,
    };

    private ServiceManager ManagerOf(RedisService service) =>
        ServiceManager.All(_host).FirstOrDefault(manager => manager.Provider == service.Provider) ?? new ProcessManager(_host);

    private void RequireElevation(RedisService service)
    {
        if (ManagerOf(service).NeedsElevation && !_host.IsElevated)
        {
            throw new HostException(
                HostFailure.ElevationRequired,
                $"Changing the service {service.Name} needs {(_host.Platform == HostPlatform.Windows ? "an administrator" : "root")}.",
                _host.Platform == HostPlatform.Windows ? "Run PowerShell as administrator." : "Run it with sudo.");
        }
    }

    private async Task ApplyAsync(RedisService service, ServiceAction action, ServiceOptions options, CancellationToken stop)
    {
        ServiceManager manager = ManagerOf(service);
        options.Report?.Invoke($"{action} {service.Name}");
        try
        {
            await manager.ApplyAsync(service, action, options.Timeout, stop).ConfigureAwait(false);
        }
        catch (HostException e) when (e.Failure == HostFailure.ProgramTimeout)
        {
            RedisService now = await RefreshAsync(service, stop).ConfigureAwait(false);
            throw new HostException(HostFailure.ServiceTimeout, $"{e.Message} {service.Name} is {now.Status} now.", "Give it more time with -Timeout; Get-RedisService shows how it goes on.", e);
        }
        catch (HostException e) when (e.Failure == HostFailure.ServiceStartFailed)
        {
            string log = await manager.LogAsync(service, stop).ConfigureAwait(false);
            throw new HostException(e.Failure, log.Length == 0 ? e.Message : $"{e.Message} Its log: {log}", e.Remedy, e);
        }
    }

    internal async Task<RedisService> RefreshAsync(RedisService service, CancellationToken stop)
    {
        if (service.Provider != ServiceProvider.Process)
        {
            IReadOnlyList<RedisService> known = await ManagerOf(service).ListAsync(stop).ConfigureAwait(false);
            return known.FirstOrDefault(candidate => candidate.Identity == service.Identity) ?? service with { Status = ServiceStatus.Unknown };
        }

        // A plain process is found again by where it listens.
        ServerProcessInfo? process = ProcessTable.Servers().FirstOrDefault(candidate => candidate.Port == service.Port && candidate.IsSentinel == (service.Role == "Sentinel"));
        return service with { Status = process is null ? ServiceStatus.Stopped : ServiceStatus.Running, ProcessId = process?.Id };
    }

    private async Task<(RedisService Service, string Note)> ReadyAsync(RedisService service, ServiceOptions options, long started, CancellationToken stop)
    {
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            RedisService now = await RefreshAsync(service, stop).ConfigureAwait(false);
            ServerReadiness readiness = await ServerReadiness.LookAsync(now, options.Access, stop).ConfigureAwait(false);
            now = now with { Readiness = readiness };
            options.Report?.Invoke($"{service.Name} is {now.Status}: {readiness.Message}");
            if (now.Status == ServiceStatus.Running && readiness.State is ReadyState.Ready or ReadyState.NeedsPassword)
            {
                return (now, readiness.State == ReadyState.Ready ? "" : "Whether it has loaded its data is not known; give -Credential to see it.");
            }

            if (now.Status == ServiceStatus.Running && now.Server is null)
            {
                return (now, "It runs; where it listens is not known, so whether it answers was not seen.");
            }

            if (now.Status is ServiceStatus.Stopped or ServiceStatus.Failed && Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(3))
            {
                string log = await ManagerOf(service).LogAsync(service, stop).ConfigureAwait(false);
                throw new HostException(
                    HostFailure.ServiceStartFailed, $"{service.Name} does not run although its manager reported no failure. {(log.Length == 0 ? "Its log says nothing." : $"Its log: {log}")}", "Look at its configuration and its log.");
            }

            if (Stopwatch.GetElapsedTime(started) > options.Timeout)
            {
                throw new HostException(
                    HostFailure.ServiceTimeout,
                    string.Create(CultureInfo.InvariantCulture, $"{service.Name} is {now.Status} after {options.Timeout.TotalSeconds:0} seconds, but is not ready: {readiness.Message} It was left as it is."),
                    "Give it more time with -Timeout; Get-RedisService shows how it goes on.");
            }

            await Task.Delay(100, stop).ConfigureAwait(false);
        }
    }

    private async Task<RedisService> GoneAsync(RedisService service, ServiceOptions options, long started, CancellationToken stop)
    {
        while (true)
        {
            bool alive = service.ProcessId is { } pid && service.Provider != ServiceProvider.Docker && ProcessTable.IsAlive(pid);
            RedisService now = alive ? service : await RefreshAsync(service, stop).ConfigureAwait(false);
            if (!alive && now.Status is ServiceStatus.Stopped or ServiceStatus.Failed)
            {
                return now;
            }

            if (!alive && now.ProcessId is not null && now.ProcessId != service.ProcessId)
            {
                throw new HostException(HostFailure.ServiceStopFailed, $"{service.Name} was stopped, and something started it again as process {now.ProcessId}.", "Stop what restarts it: a supervisor, a container policy, a script.");
            }

            if (Stopwatch.GetElapsedTime(started) > options.Timeout)
            {
                string doing = (await StopPlan.ReadAsync(service, options.Access, stop).ConfigureAwait(false)).Text;
                throw new HostException(
                    HostFailure.ServiceTimeout,
                    string.Create(CultureInfo.InvariantCulture, $"{service.Name} still runs after {options.Timeout.TotalSeconds:0} seconds: it may be saving, or wait for its replicas ({doing}). It was not killed."),
                    "Give it more time with -Timeout; its log says what it waits for.");
            }

            options.Report?.Invoke($"{service.Name} still runs: it saves, or waits for its replicas");
            await Task.Delay(100, stop).ConfigureAwait(false);
        }
    }
}
