using RedisPS.Client;
using RedisPS.Core.Databases;

namespace RedisPS.Core.Server;

/// <summary>A server at a glance. What the server does not tell, or the user may not ask, is null; <see cref="Restrictions"/> says why.</summary>
public sealed class RedisServer
{
    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>Redis, Valkey, KeyDB, Dragonfly, Garnet or Memurai.</summary>
    public ServerProduct Product { get; init; }

    /// <summary>The product's version.</summary>
    public Version? Version { get; init; }

    /// <summary>The Redis version it claims to be compatible with.</summary>
    public Version? RedisVersion { get; init; }

    /// <summary>standalone, sentinel or cluster.</summary>
    public string? Mode { get; init; }

    /// <summary>primary or replica.</summary>
    public string? Role { get; init; }

    /// <summary>Whether it is a replica that takes no writes; null when that is not told.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>The operating system it runs on.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Its process.</summary>
    public long? ProcessId { get; init; }

    /// <summary>Its configuration file; null when it was started without one.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>How long it has been running.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Memory in use by data and server.</summary>
    public long? UsedMemoryBytes { get; init; }

    /// <summary>The most it ever used.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The limit; 0 is none.</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>Memory the operating system gives it.</summary>
    public long? ResidentMemoryBytes { get; init; }

    /// <summary>What it does at the limit.</summary>
    public string? EvictionPolicy { get; init; }

    /// <summary>Memory of the operating system divided by memory in use; null below 100 MB, where it says nothing.</summary>
    public double? FragmentationRatio { get; init; }

    /// <summary>Clients connected.</summary>
    public long? ConnectedClients { get; init; }

    /// <summary>Clients in a blocking command.</summary>
    public long? BlockedClients { get; init; }

    /// <summary>Replicas connected.</summary>
    public long? ConnectedReplicas { get; init; }

    /// <summary>Commands a second, lately.</summary>
    public long? OperationsPerSecond { get; init; }

    /// <summary>Commands since the start.</summary>
    public long? TotalCommands { get; init; }

    /// <summary>Connections accepted since the start.</summary>
    public long? TotalConnections { get; init; }

    /// <summary>Reads that found their key, 0 to 1; null before the first read.</summary>
    public double? HitRatio { get; init; }

    /// <summary>Keys removed for lack of memory since the start.</summary>
    public long? EvictedKeys { get; init; }

    /// <summary>Keys that reached the end of their time since the start.</summary>
    public long? ExpiredKeys { get; init; }

    /// <summary>Whether it is still loading its data.</summary>
    public bool? IsLoading { get; init; }

    /// <summary>The last snapshot.</summary>
    public DateTimeOffset? LastSaveAt { get; init; }

    /// <summary>Changes since the last snapshot.</summary>
    public long? ChangesSinceSave { get; init; }

    /// <summary>Whether it writes an append-only file.</summary>
    public bool? IsAppendOnly { get; init; }

    /// <summary>All keys of all databases.</summary>
    public long? KeyCount { get; init; }

    /// <summary>The databases that hold keys.</summary>
    public IReadOnlyList<RedisDatabase> Databases { get; init; } = [];

    /// <summary>What could not be asked, and why.</summary>
    public IReadOnlyList<string> Restrictions { get; init; } = [];

    /// <summary>Memory in use, for people.</summary>
    public string UsedMemoryText => UsedMemoryBytes is { } bytes ? ByteSize.Format(bytes) : "";

    /// <summary>The limit, for people.</summary>
    public string MaxMemoryText => MaxMemoryBytes switch { null => "", 0 => "no limit", { } bytes => ByteSize.Format(bytes) };

    /// <inheritdoc/>
    public override string ToString() => $"{Server} ({Product} {Version})";
}
