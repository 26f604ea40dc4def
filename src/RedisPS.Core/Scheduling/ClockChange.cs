namespace RedisPS.Core.Scheduling;

/// <summary>What becomes of a time of day on the two days of the year on which the clock is changed: each scheduler has an answer of its own.</summary>
internal static class ClockChange
{
    /// <summary>More than any clock is changed by; cron takes more for a correction.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromHours(3);

    /// <summary>The moments at which a task runs whose schedule says this time; none where it is skipped.</summary>
    public static IEnumerable<DateTimeOffset> Moments(TaskSchedule schedule, DateTime local, TimeZoneInfo zone, TaskProvider provider)
    {
        // cron looks for the stars in these two fields, whatever they come to.
        bool follows = provider == TaskProvider.Cron && (schedule.Minute.IsAny || schedule.Hour.IsAny);
        if (zone.IsInvalidTime(local))
        {
            return provider switch
            {
                TaskProvider.Cron when !follows => [AfterTheGap(local, zone)],
                TaskProvider.TaskScheduler => [AsIfNotChanged(local, zone)],
                _ => [],
            };
        }

        if (!zone.IsAmbiguousTime(local))
        {
            return [new DateTimeOffset(local, zone.GetUtcOffset(local))];
        }

        IEnumerable<DateTimeOffset> both = zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset)).Order();
        return follows ? both : both.Take(1);
    }

    private static DateTimeOffset AfterTheGap(DateTime local, TimeZoneInfo zone)
    {
        DateTime there = local;
        while (zone.IsInvalidTime(there))
        {
            there = there.AddMinutes(1);
        }

        return new DateTimeOffset(there, zone.GetUtcOffset(there));
    }

    private static DateTimeOffset AsIfNotChanged(DateTime local, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(local, zone.GetUtcOffset(local - Most)), zone);
}
