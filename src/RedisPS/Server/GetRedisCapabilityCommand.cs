using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Server;

namespace RedisPS.Server;

/// <summary>Get-RedisCapability: what a server is and can do, and what the user may do there.</summary>
[Cmdlet(VerbsCommon.Get, "RedisCapability")]
[OutputType(typeof(RedisCapability), typeof(RedisFeature))]
public sealed class GetRedisCapabilityCommand : RedisServerCmdlet
{
    /// <summary>Only these features (wildcards allowed), one object each.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(FeatureCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Feature { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(connection =>
    {
        RedisCapability capability = Await(CapabilityReader.ReadAsync(connection, StopToken));
        if (Feature is null)
        {
            WriteObject(capability);
            return;
        }

        foreach (string name in Feature)
        {
            WildcardPattern wildcard = new(name, WildcardOptions.IgnoreCase);
            RedisFeature[] found = capability.Features.Where(feature => wildcard.IsMatch(feature.Name)).ToArray();
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0)
            {
                WriteError(RedisErrors.NotFound("FeatureNotFound", $"There is no feature '{name}'.", name, $"There are {string.Join(", ", CapabilityReader.FeatureNames)}."));
            }
        }
    });
}
