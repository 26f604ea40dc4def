using RedisPS.Client;

namespace RedisPS.Core.Installation;

/// <summary>What is to be installed, and how it is to be set.</summary>
public sealed record InstallRequest
{
    /// <summary>The product.</summary>
    public ServerProduct Product { get; init; } = ServerProduct.Redis;

    /// <summary>What installs it; null chooses what this machine has.</summary>
    public InstallProvider? Provider { get; init; }

    /// <summary>The version, or its beginning; null takes the newest that the provider has.</summary>
    public string? Version { get; init; }

    /// <summary>Settings by name, with the values as a configuration file has them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Settings { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Start it, and wait until it answers; restart it where it runs with other settings.</summary>
    public bool StartService { get; init; }

    /// <summary>Let it start with the machine.</summary>
    public bool EnableService { get; init; }

    /// <summary>The image of a container; null takes the product's own.</summary>
    public string? Image { get; init; }

    /// <summary>The container's name; null takes the product's.</summary>
    public string? ContainerName { get; init; }

    /// <summary>The volume, or the folder, of a container's data; null takes one named after the container.</summary>
    public string? Volume { get; init; }

    /// <summary>How long the start may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
