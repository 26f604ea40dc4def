using RedisPS.Core.Hosts;

namespace RedisPS.Core.Backup;

/// <summary>How a restore is rehearsed.</summary>
public sealed record RehearsalOptions
{
    /// <summary>The machine.</summary>
    public HostSystem Host { get; init; } = HostSystem.Current;

    /// <summary>The server's program, by name or path; null looks for one that reads the file.</summary>
    public string? ServerPath { get; init; }

    /// <summary>How many keys are compared, chosen at random; null for all.</summary>
    public long? SampleSize { get; init; }

    /// <summary>How long the server may take to load.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Told what is under way, from any thread.</summary>
    public Action<string>? Report { get; init; }
}
