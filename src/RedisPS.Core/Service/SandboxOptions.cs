using RedisPS.Client;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Service;

/// <summary>What a throw-away server is started with.</summary>
public sealed record SandboxOptions
{
    /// <summary>The machine.</summary>
    public HostSystem Host { get; init; } = HostSystem.Current;

    /// <summary>The wanted product; null takes the first server that is found.</summary>
    public ServerProduct? Product { get; init; }

    /// <summary>The server's program; null looks for one.</summary>
    public string? ServerPath { get; init; }

    /// <summary>The port; null takes a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Settings by name, with the values as a configuration file has them; several values are several lines.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Settings { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How long the server may take until it answers.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Puts files into the server's directory before it starts; null for an empty one.</summary>
    public Func<string, CancellationToken, Task>? Prepare { get; init; }
}
