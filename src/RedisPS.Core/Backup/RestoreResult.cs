namespace RedisPS.Core.Backup;

/// <summary>What restoring a whole server did.</summary>
public sealed record RestoreResult
{
    /// <summary>Where the server listens.</summary>
    public string? Server { get; init; }

    /// <summary>The service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The backup.</summary>
    public required string Path { get; init; }

    /// <summary>The server's directory.</summary>
    public required string DataPath { get; init; }

    /// <summary>How many keys the server has now; null where it could not be asked.</summary>
    public long? Keys { get; init; }

    /// <summary>How many keys the server says it loaded; null where it does not say (before 7.0) or could not be asked.</summary>
    public long? LoadedKeys { get; init; }

    /// <summary>How many keys of the backup had not expired when it was restored.</summary>
    public long ExpectedKeys { get; init; }

    /// <summary>How many keys of the backup had expired.</summary>
    public long ExpiredKeys { get; init; }

    /// <summary>How many keys the server had before; null when it did not run.</summary>
    public long? PreviousKeys { get; init; }

    /// <summary>Whether what the server loaded was compared with the backup, and is right.</summary>
    public bool IsVerified { get; init; }

    /// <summary>The folder with the data that was there before; null when there was none, or it was not to be kept and was removed.</summary>
    public string? OldDataPath { get; init; }

    /// <summary>Whether the server has an append-only file; it was begun anew with the backup.</summary>
    public bool AppendOnly { get; init; }

    /// <summary>How long the server took from its start until it had loaded and answered.</summary>
    public TimeSpan LoadTime { get; init; }

    /// <summary>How long nobody could use it: from before it was stopped until it had loaded.</summary>
    public TimeSpan Downtime { get; init; }

    /// <summary>How long all of it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What else is worth knowing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The outcome.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ServiceName}: {Keys:N0} keys from {System.IO.Path.GetFileName(Path)}");
}
