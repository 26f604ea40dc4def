namespace RedisPS.Core.Scheduling;

/// <summary>What was read of one name in a store: decided on and written from, so that nothing is read twice.</summary>
public sealed class TaskEntry
{
    /// <summary>The name that was looked for.</summary>
    public required string Name { get; init; }

    /// <summary>The task of that name; null where there is none.</summary>
    public RedisTask? Task { get; init; }

    /// <summary>All lines of the crontab it was looked for in; elsewhere empty.</summary>
    internal IReadOnlyList<string> Lines { get; init; } = [];
}
