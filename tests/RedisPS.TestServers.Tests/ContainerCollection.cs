using Xunit;

namespace RedisPS.TestServers.Tests;

/// <summary>Tests that change the environment of the process, and so run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ContainerCollection
{
    public const string Name = "Containers";
}
