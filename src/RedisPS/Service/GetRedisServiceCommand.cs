using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Service;

/// <summary>Get-RedisService: the servers that something on this machine runs, or can run.</summary>
[Cmdlet(VerbsCommon.Get, "RedisService")]
[OutputType(typeof(RedisService))]
public sealed class GetRedisServiceCommand : RedisCmdlet
{
    /// <summary>Only these (wildcards allowed).</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ServiceName")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only those that this runs.</summary>
    [Parameter]
    public ServiceProvider? Provider { get; set; }

    /// <summary>Only this product.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProductCompleter))]
    public ServerProduct? Product { get; set; }

    /// <summary>User and password, to see whether a protected server has loaded its data.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ServiceAccess access = RedisServiceCmdlet.Access(Credential);
        RedisService[] services = Await(new ServiceControl(HostSystem.Current).ListAsync(access, StopToken))
            .Where(service => (Provider is null || service.Provider == Provider) && (Product is null || service.Product == Product)).ToArray();
        foreach (string name in Name ?? ["*"])
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            RedisService[] found = services.Where(service => pattern.IsMatch(service.Name)).ToArray();
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(RedisErrors.From(new HostException(HostFailure.ServiceNotFound, $"There is no service '{name}' on this machine.", "Get-RedisService lists them; Install-Redis makes one."), name));
            }
        }
    }
}
