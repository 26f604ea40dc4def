using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Hosts;
using RedisPS.Core.Installation;

namespace RedisPS.Installation;

/// <summary>Get-RedisInstallation: the servers that are installed on this machine.</summary>
[Cmdlet(VerbsCommon.Get, "RedisInstallation")]
[OutputType(typeof(RedisInstallation))]
public sealed class GetRedisInstallationCommand : RedisCmdlet
{
    /// <summary>Only these products.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProductCompleter))]
    public ServerProduct[]? Product { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (ServerProduct? product in Product is null ? [null] : Product.Select(product => (ServerProduct?)product))
        {
            WriteObject(Await(InstallationReader.ReadAsync(HostSystem.Current, product, StopToken)), enumerateCollection: true);
        }
    }
}
