using System.Globalization;

namespace RedisPS.Core.Databases;

/// <summary>A database of a server and how many keys it holds.</summary>
public sealed class RedisDatabase
{
    /// <summary>The number of the database.</summary>
    public int Index { get; init; }

    /// <summary>The same as <see cref="Index"/>, under the name of the parameter that takes it, so that a database can be piped to any cmdlet that works in one.</summary>
    public int Database => Index;

    /// <summary>How many keys it holds. Keys that are past their time but not yet removed count.</summary>
    public long KeyCount { get; init; }

    /// <summary>How many keys have a time to live; null when the server does not say (users without INFO).</summary>
    public long? ExpiringCount { get; init; }

    /// <summary>How many keys stay until they are removed; null when the server does not say.</summary>
    public long? PersistentCount => KeyCount - ExpiringCount;

    /// <summary>The server's estimate of the average time to live of the expiring keys; null when there are none, or it has no estimate yet.</summary>
    public TimeSpan? AverageTtl { get; init; }

    /// <summary>Whether the connection's commands go here.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The server, <c>host:port</c>.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection that was asked.</summary>
    public string ConnectionName { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"db{Index}: {KeyCount:N0} keys");
}
