namespace RedisPS.Core.Scheduling;

/// <summary>A task of this machine that runs RedisPS. Made by Register-RedisTask.</summary>
public sealed class RedisTask
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What runs it.</summary>
    public required TaskProvider Provider { get; init; }

    /// <summary>When, as the five fields of cron, in the machine's local time.</summary>
    public required string Schedule { get; init; }

    /// <summary>When, in plain words.</summary>
    public required string ScheduleText { get; init; }

    /// <summary>When it comes next; null when it is disabled.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>When it ran last; null where it never did, or where what runs it does not tell (cron, the Task Scheduler).</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>The exit code of the last run; null where it is not known. 0 is success.</summary>
    public int? LastResult { get; init; }

    /// <summary>The line that it runs.</summary>
    public required string Command { get; init; }

    /// <summary>Where it is written down: the crontab, the unit, the folder of the Task Scheduler.</summary>
    public required string Location { get; init; }

    /// <summary>Whether it was changed by the command that returned this.</summary>
    public bool Changed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {ScheduleText}";

    internal RedisTask With(bool changed) => Copy(LastResult, changed);

    internal RedisTask With(int? lastResult) => Copy(lastResult, Changed);

    private RedisTask Copy(int? lastResult, bool changed) => new()
    {
        Name = Name,
        Provider = Provider,
        Schedule = Schedule,
        ScheduleText = ScheduleText,
        NextRun = NextRun,
        LastRun = LastRun,
        LastResult = lastResult,
        Command = Command,
        Location = Location,
        Changed = changed,
    };
}
