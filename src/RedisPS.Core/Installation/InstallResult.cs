using RedisPS.Client;
using RedisPS.Core.Service;

namespace RedisPS.Core.Installation;

/// <summary>What an installation did.</summary>
public sealed record InstallResult
{
    /// <summary>The product.</summary>
    public required ServerProduct Product { get; init; }

    /// <summary>What installed it.</summary>
    public required InstallProvider Provider { get; init; }

    /// <summary>The package, or the image.</summary>
    public required string PackageName { get; init; }

    /// <summary>Whether anything was changed: package, settings or service.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether the package was installed now; false where it was there already.</summary>
    public bool InstalledNow { get; init; }

    /// <summary>The package's version before; null when it was not installed.</summary>
    public string? PreviousVersion { get; init; }

    /// <summary>The package's version now.</summary>
    public string? VersionText { get; init; }

    /// <summary>The server's program.</summary>
    public string? Path { get; init; }

    /// <summary>The configuration file.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The settings that were asked for, each with what it was before.</summary>
    public IReadOnlyList<ConfigEdit> ConfigChanges { get; init; } = [];

    /// <summary>The service that runs it; null when there is none.</summary>
    public string? ServiceName { get; init; }

    /// <summary>What the service does now.</summary>
    public ServiceStatus Status { get; init; }

    /// <summary>Whether the server answers and has loaded; null where nobody looked.</summary>
    public ServerReadiness? Readiness { get; init; }

    /// <summary>Whether it starts with the machine.</summary>
    public ServiceStartType StartType { get; init; }

    /// <summary>Where it listens, <c>host:port</c>.</summary>
    public string? Server { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The commands that were run to install, as one would type them.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>What else is worth knowing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The readiness for people.</summary>
    public string ReadyText => Readiness?.ToString() ?? "";

    /// <inheritdoc/>
    public override string ToString() => $"{Product} {VersionText} with {Provider}: {(Changed ? "changed" : "nothing to change")}";
}
