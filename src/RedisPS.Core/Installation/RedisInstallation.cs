using RedisPS.Client;

namespace RedisPS.Core.Installation;

/// <summary>A server that is installed on this machine.</summary>
public sealed record RedisInstallation
{
    /// <summary>The product.</summary>
    public required ServerProduct Product { get; init; }

    /// <summary>Its version, as the program says it.</summary>
    public string VersionText { get; init; } = "";

    /// <summary>The version as a number; null when it does not say.</summary>
    public Version? Version => System.Version.TryParse(VersionText, out Version? version) ? version : null;

    /// <summary>The server's program; the image for a container.</summary>
    public string Path { get; init; } = "";

    /// <summary>The command-line client that came with it; null when there is none.</summary>
    public string? CliPath { get; init; }

    /// <summary>The package it came with; empty when none is known.</summary>
    public string PackageName { get; init; } = "";

    /// <summary>The package's version.</summary>
    public string PackageVersion { get; init; } = "";

    /// <summary>What installed it; null when it is not known: built, unpacked or copied.</summary>
    public InstallProvider? Provider { get; init; }

    /// <summary>The configuration file in use, or the usual one; null when there is none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The service that runs it; null when there is none.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Whether its service runs; where it has none, whether any process of it runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The process id of its service.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The processes of its program, its service's or not.</summary>
    public IReadOnlyList<int> ProcessIds { get; init; } = [];

    /// <summary>Where its service listens, <c>host:port</c>.</summary>
    public string? Server { get; init; }

    /// <summary>Whether it runs, for people.</summary>
    public string RunningText => IsRunning ? "yes" : "no";

    /// <inheritdoc/>
    public override string ToString() => $"{Product} {VersionText} ({Path})";
}
