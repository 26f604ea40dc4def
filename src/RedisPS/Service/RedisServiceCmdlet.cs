using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;
using RedisPS.Transformations;

namespace RedisPS.Service;

/// <summary>A cmdlet that changes services of this machine.</summary>
public abstract class RedisServiceCmdlet : RedisCmdlet
{
    /// <summary>Services by name.</summary>
    protected const string NameSet = "Name";

    /// <summary>Services as objects.</summary>
    protected const string InputObjectSet = "InputObject";

    private static readonly TimeSpan s_takingBack = TimeSpan.FromSeconds(5);

    /// <summary>The services (wildcards allowed). Without it: the only one there is.</summary>
    [Parameter(ParameterSetName = NameSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The services, from Get-RedisService.</summary>
    [Parameter(ParameterSetName = InputObjectSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public RedisService[]? InputObject { get; set; }

    /// <summary>How long it may take.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The services of this machine.</summary>
    internal ServiceControl Control { get; } = new(HostSystem.Current);

    /// <summary>Changes one service.</summary>
    protected abstract void Change(RedisService service);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (RedisService service in Services())
        {
            try
            {
                Change(service);
            }
            catch (HostException e)
            {
                WriteError(RedisErrors.From(e, service));
            }
            catch (RedisException e)
            {
                WriteRedisError(e, service);
            }
        }
    }

    /// <summary>Waits for a change, with progress.</summary>
    /// <param name="service">What is changed.</param>
    /// <param name="action">How.</param>
    /// <param name="options">The options, which get the progress.</param>
    /// <param name="change">Starts the change.</param>
    protected void Write(RedisService service, string action, ServiceOptions options, Func<ServiceOptions, Task<ServiceChange>> change)
    {
        StepProgress progress = new(this, $"{action} {service.Name}");
        try
        {
            WriteObject(Finish(change(options with { Report = progress.Tell }), progress));
        }
        finally
        {
            progress.Complete();
        }
    }

    /// <summary>User and password of -Credential.</summary>
    internal static ServiceAccess Access(PSCredential? credential) => credential is null
        ? new ServiceAccess()
        : new ServiceAccess(credential.UserName is "" or "default" ? null : credential.UserName, new RedisSecret(credential.GetNetworkCredential().Password));

    // When it is stopped, what the server was told about saving is taken back before the command ends.
    private ServiceChange Finish(Task<ServiceChange> work, StepProgress progress)
    {
        try
        {
            return Await(work, progress.Show);
        }
        catch (OperationCanceledException)
        {
            _ = Task.WaitAny([work], s_takingBack);
            throw;
        }
    }

    private IEnumerable<RedisService> Services()
    {
        if (InputObject is not null)
        {
            return InputObject;
        }

        IReadOnlyList<RedisService> known = Await(Control.ListAsync(null, StopToken));
        if (Name is not null)
        {
            return Named(known);
        }

        RedisService[] managed = known.Where(service => service.Provider != ServiceProvider.Process && service.Role == "Server").ToArray();
        RedisService[] candidates = managed.Length > 0 ? managed : known.ToArray();
        if (candidates.Length == 1)
        {
            return candidates;
        }

        throw new HostException(
            HostFailure.ServiceNotFound,
            candidates.Length == 0 ? "There is no service of a Redis server on this machine." : $"There are several services: {string.Join(", ", candidates.Select(service => service.Name))}.",
            candidates.Length == 0 ? "Install one with Install-Redis." : "Say with -Name which one is meant.");
    }

    private IEnumerable<RedisService> Named(IReadOnlyList<RedisService> known)
    {
        foreach (string name in Name!)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            RedisService[] found = known.Where(service => pattern.IsMatch(service.Name)).ToArray();
            if (found.Length == 0)
            {
                string names = known.Count == 0 ? "there are none" : "there are " + string.Join(", ", known.Take(10).Select(service => service.Name));
                WriteError(RedisErrors.From(new HostException(HostFailure.ServiceNotFound, $"There is no service '{name}' on this machine ({names}).", "Get-RedisService lists them."), name));
            }

            foreach (RedisService service in found)
            {
                yield return service;
            }
        }
    }
}
