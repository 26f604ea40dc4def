using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>What runs services on a machine: finds them, and knows the commands that change them.</summary>
internal abstract class ServiceManager(HostSystem host)
{
    /// <summary>Which one it is.</summary>
    public abstract ServiceProvider Provider { get; }

    /// <summary>Whether changing needs root, or an administrator.</summary>
    public virtual bool NeedsElevation => true;

    /// <summary>Whether a restart is one command of the manager's own, which then also keeps what depends on the service.</summary>
    public virtual bool HasRestart => true;

    /// <summary>The machine.</summary>
    protected HostSystem Host { get; } = host;

    /// <summary>All managers that RedisPS knows; those that are not there find nothing.</summary>
    public static IReadOnlyList<ServiceManager> All(HostSystem host) => host.Platform switch
    {
        HostPlatform.Linux => [new SystemdManager(host), new OpenRcManager(host), new SysVManager(host), new DockerManager(host)],
        HostPlatform.MacOS => [new LaunchdManager(host), new DockerManager(host)],
        HostPlatform.Windows => [new WindowsServiceManager(host), new DockerManager(host)],
        _ => [new DockerManager(host)],
    };

    /// <summary>The services of servers and Sentinels.</summary>
    public abstract Task<IReadOnlyList<RedisService>> ListAsync(CancellationToken stop);

    /// <summary>The commands that do something to a service.</summary>
    /// <exception cref="HostException">The manager cannot do this.</exception>
    public abstract IReadOnlyList<HostCommand> Commands(RedisService service, ServiceAction action, TimeSpan timeout);

    /// <summary>Does something to a service.</summary>
    public virtual async Task ApplyAsync(RedisService service, ServiceAction action, TimeSpan timeout, CancellationToken stop)
    {
        foreach (HostCommand command in Commands(service, action, timeout))
        {
            HostFailure failure = action switch
            {
                ServiceAction.Start or ServiceAction.Restart => HostFailure.ServiceStartFailed,
                ServiceAction.Stop => HostFailure.ServiceStopFailed,
                _ => HostFailure.ProgramFailed,
            };
            (await Host.RunAsync(command with { Timeout = timeout }, stop).ConfigureAwait(false)).Require(failure, Advice(service));
        }
    }

    /// <summary>The last lines of the service's log, where the manager keeps one.</summary>
    public virtual Task<string> LogAsync(RedisService service, CancellationToken stop)
    {
        string? file = service.Configuration?.Value("logfile");
        try
        {
            return Task.FromResult(string.IsNullOrEmpty(file) ? "" : string.Join(" | ", File.ReadLines(Host.At(file)).Select(line => line.Trim()).Where(line => line.Length > 0).TakeLast(4)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult("");
        }
    }

    /// <summary>Where to look when it fails.</summary>
    protected virtual string Advice(RedisService service) => "See the server's log.";

    /// <summary>Fills in what the configuration file and the program's name tell.</summary>
    protected RedisService Complete(RedisService service)
    {
        ServerConfiguration? configuration = ServerConfiguration.Read(Host, service.ConfigFile);
        int? fallback = service.Role == "Sentinel" ? 26379 : 6379;
        return service with
        {
            Configuration = configuration,
            Port = service.Port ?? (configuration is null ? service.ConfigFile is null ? null : fallback : configuration.Port is 0 ? null : configuration.Port),
            SocketPath = configuration?.Value("unixsocket"),
            HostName = configuration?.HostName ?? service.HostName,
            Tls = configuration?.TlsOnly ?? false,
            Note = configuration is null && service.ConfigFile is not null ? $"{service.ConfigFile} cannot be read by this user; the usual port is assumed." : service.Note,
        };
    }
}
