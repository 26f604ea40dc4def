using RedisPS.Core.Service;

namespace RedisPS.Core.Backup;

/// <summary>How a whole server is restored.</summary>
public sealed record ServerRestoreOptions
{
    /// <summary>Where the server keeps its data; null where it says so itself.</summary>
    public string? DataPath { get; init; }

    /// <summary>Keep what was there.</summary>
    public bool KeepOld { get; init; } = true;

    /// <summary>Do not let the server save what is unsaved before it stops.</summary>
    public bool NoSave { get; init; }

    /// <summary>How long stopping and loading may take, each.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>User and password, where they are known.</summary>
    public ServiceAccess Access { get; init; } = new();

    /// <summary>Told what is under way, from any thread.</summary>
    public Action<string>? Report { get; init; }
}
