namespace RedisPS.Core.Persistence;

/// <summary>What came of asking a server to save.</summary>
public sealed record SaveResult
{
    /// <summary>The server, host:port.</summary>
    public string Server { get; init; } = "";

    /// <summary>The connection.</summary>
    public string ConnectionName { get; init; } = "";

    /// <summary>How it was to save.</summary>
    public SaveMode Mode { get; init; }

    /// <summary>How far it is.</summary>
    public SaveStatus Status { get; init; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took until it was known to be finished; null when nobody waited.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When the server's last snapshot was finished, by its own clock.</summary>
    public DateTimeOffset? LastSaveAt { get; init; }

    /// <summary>How much memory was copied because of writes meanwhile, in bytes.</summary>
    public long? CopyBytes { get; init; }

    /// <summary>Changes that came since and are not in the snapshot.</summary>
    public long? ChangesSince { get; init; }

    /// <summary>Mode and status.</summary>
    /// <returns>A short description.</returns>
    public override string ToString() => $"{Server}: {Mode} {Status}";
}
