using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Service;

/// <summary>A server that something on this machine runs, or can run.</summary>
public sealed record RedisService
{
    /// <summary>The name that its manager knows it by; for a plain process program:port.</summary>
    public required string Name { get; init; }

    /// <summary>What runs it.</summary>
    public required ServiceProvider Provider { get; init; }

    /// <summary>The server's product, by the name of its program or image.</summary>
    public ServerProduct Product { get; init; }

    /// <summary>Server or Sentinel.</summary>
    public string Role { get; init; } = "Server";

    /// <summary>What it does.</summary>
    public ServiceStatus Status { get; init; }

    /// <summary>Whether it starts with the machine.</summary>
    public ServiceStartType StartType { get; init; }

    /// <summary>The process id; null when it does not run or is not known.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The address to reach it at from here.</summary>
    public string HostName { get; init; } = "127.0.0.1";

    /// <summary>The port; null when it is not known.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the port is the encrypted one.</summary>
    public bool Tls { get; init; }

    /// <summary>Whether the server answers and has loaded its data; null while it does not run, or where nobody looked.</summary>
    public ServerReadiness? Readiness { get; init; }

    /// <summary>The server's program.</summary>
    public string? ServerPath { get; init; }

    /// <summary>Its configuration file.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>What else is worth knowing; empty when nothing is.</summary>
    public string Note { get; init; } = "";

    /// <summary>The path of its Unix socket, where it has no port.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Where it listens, <c>host:port</c> or the path of a socket; null when it is not known.</summary>
    public string? Server => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{HostName}:{port}") : SocketPath;

    /// <summary>The readiness for people.</summary>
    public string ReadyText => Readiness?.ToString() ?? "";

    /// <summary>The name of the container or unit file behind it, where that is not the name.</summary>
    internal string? Identity { get; init; }

    /// <summary>Whether its manager has it in memory.</summary>
    internal bool IsLoaded { get; init; } = true;

    /// <summary>The user that a plain process is to be started as; null for this one.</summary>
    internal string? RunAs { get; init; }

    /// <summary>Its configuration, as far as it can be read.</summary>
    internal ServerConfiguration? Configuration { get; init; }

    /// <summary>Name, provider and status.</summary>
    public override string ToString() => $"{Name} ({Provider}, {Status})";
}
