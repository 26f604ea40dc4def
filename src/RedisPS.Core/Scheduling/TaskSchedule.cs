using System.Globalization;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>When a task runs: the five fields of cron, in the local time of the machine.</summary>
public sealed class TaskSchedule
{
    internal const string Forms = "Give minute, hour, day of the month, month and day of the week, such as '0 3 * * *' (every day at 03:00), '*/15 * * * *' or '30 2 * * mon-fri', or @hourly, @daily, @weekly, @monthly.";

    // A schedule that no day fits, 30 February, would be looked for without end; the rarest that exists comes every eight years.
    private const int MostDays = 366 * 9;

    private static readonly Dictionary<string, string> s_named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@hourly"] = "0 * * * *", ["@daily"] = "0 0 * * *", ["@midnight"] = "0 0 * * *", ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *", ["@yearly"] = "0 0 1 1 *", ["@annually"] = "0 0 1 1 *",
    };

    private TaskSchedule(string text)
    {
        string[] fields = text.Split(' ');
        Text = text;
        Minute = CronField.Minutes(fields[0]);
        Hour = CronField.Hours(fields[1]);
        DayOfMonth = CronField.DaysOfMonth(fields[2]);
        Month = CronField.Months(fields[3]);
        DayOfWeek = CronField.DaysOfWeek(fields[4]);
    }

    /// <summary>The five fields.</summary>
    public string Text { get; }

    internal CronField Minute { get; }

    internal CronField Hour { get; }

    internal CronField DayOfMonth { get; }

    internal CronField Month { get; }

    internal CronField DayOfWeek { get; }

    /// <summary>Reads a schedule as cron writes it.</summary>
    /// <param name="text">Five fields, or a name such as <c>@daily</c>.</param>
    /// <exception cref="HostException">It is none, or never comes.</exception>
    public static TaskSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string fields = words.Length == 1 && s_named.TryGetValue(words[0], out string? named) ? named : string.Join(' ', words);
        if (fields.Split(' ').Length != 5)
        {
            throw new HostException(HostFailure.ScheduleInvalid, $"'{text}' is not a schedule.", Forms);
        }

        TaskSchedule schedule = new(fields);
        return schedule.Next(new DateTime(2001, 1, 1)) is null
            ? throw new HostException(HostFailure.ScheduleInvalid, $"'{text}' never comes: no month has such a day.", Forms)
            : schedule;
    }

    /// <summary>A schedule that comes again and again after the same time.</summary>
    /// <param name="interval">What divides an hour or a day evenly: 5, 10, 15, 30 minutes, 1, 2, 3, 4, 6, 8, 12 hours, 1 day or 7.</param>
    /// <exception cref="HostException">No calendar says that.</exception>
    public static TaskSchedule Every(TimeSpan interval)
    {
        double minutes = interval.TotalMinutes;
        double hours = interval.TotalHours;
        return minutes is >= 1 and < 60 && 60 % minutes == 0 ? Parse(minutes == 1 ? "* * * * *" : string.Create(CultureInfo.InvariantCulture, $"*/{minutes} * * * *"))
            : hours is >= 1 and < 24 && 24 % hours == 0 ? Parse(hours == 1 ? "0 * * * *" : string.Create(CultureInfo.InvariantCulture, $"0 */{hours} * * *"))
            : hours == 24 ? Parse("0 0 * * *")
            : hours == 24 * 7 ? Parse("0 0 * * 0")
            : throw new HostException(
                HostFailure.ScheduleInvalid, $"A calendar has no 'every {DurationText.Format(interval)}': it would not divide an hour or a day evenly.",
                "Give 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes, 1, 2, 3, 4, 6, 8 or 12 hours, a day or a week; or -Schedule.");
    }

    /// <summary>A schedule for a time of day.</summary>
    /// <param name="time">The time; seconds do not count.</param>
    /// <param name="days">The days of the week; none means every day.</param>
    public static TaskSchedule At(TimeOnly time, IReadOnlyCollection<DayOfWeek> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        string week = days.Count is 0 or 7 ? "*" : string.Join(',', days.Select(day => (int)day).Distinct().Order());
        return Parse(string.Create(CultureInfo.InvariantCulture, $"{time.Minute} {time.Hour} * * {week}"));
    }

    /// <summary>When it comes next, as the scheduler takes the days on which the clock is changed.</summary>
    /// <param name="after">Later than this.</param>
    /// <param name="zone">The zone of the machine.</param>
    /// <param name="provider">What runs it.</param>
    public DateTimeOffset NextAfter(DateTimeOffset after, TimeZoneInfo zone, TaskProvider provider)
    {
        ArgumentNullException.ThrowIfNull(zone);

        // A time of day that comes twice comes again after a later one; so it is looked for from before until after.
        DateTimeOffset? next = null;
        DateTime until = DateTime.MaxValue;
        for (DateTime local = Next(TimeZoneInfo.ConvertTime(after, zone).DateTime - ClockChange.Most)!.Value; local <= until; local = Next(local)!.Value)
        {
            foreach (DateTimeOffset moment in ClockChange.Moments(this, local, zone, provider))
            {
                if (moment > after && (next is null || moment < next))
                {
                    next = moment;
                    until = moment.DateTime + ClockChange.Most;
                }
            }
        }

        return next!.Value;
    }

    /// <summary>In plain words, such as <c>every day at 03:00</c>; the fields where words would not be plainer.</summary>
    public override string ToString() => (Times(), Days()) switch
    {
        ({ } times, { } days) when days.Length == 0 => times.StartsWith("every", StringComparison.Ordinal) ? times : $"every day {times}",
        ({ } times, { } days) => $"{days} {times}",
        _ => Text,
    };

    private DateTime? Next(DateTime after)
    {
        DateTime minute = new DateTime(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0).AddMinutes(1);
        for (int day = 0; day < MostDays; day++)
        {
            DateTime date = minute.Date.AddDays(day);
            if (!Allows(date))
            {
                continue;
            }

            foreach (int hour in Hour.Values)
            {
                foreach (int at in Minute.Values)
                {
                    DateTime time = date.AddHours(hour).AddMinutes(at);
                    if (time >= minute)
                    {
                        return time;
                    }
                }
            }
        }

        return null;
    }

    // As every cron: where both day fields are restricted, a day that fits one of them is enough.
    private bool Allows(DateTime date)
    {
        bool month = DayOfMonth.Allows(date.Day);
        bool week = DayOfWeek.Allows((int)date.DayOfWeek);
        return Month.Allows(date.Month) && (DayOfMonth.IsAny || DayOfWeek.IsAny ? month && week : month || week);
    }

    private string? Times()
    {
        if (Hour.Values.Count == 24)
        {
            return Minute.Values switch
            {
                { Count: 60 } => "every minute",
                { Count: 1 } when Minute.Values[0] == 0 => "every hour",
                { Count: 1 } => string.Create(CultureInfo.InvariantCulture, $"every hour at minute {Minute.Values[0]}"),
                _ => Step(Minute, 60) is { } step ? string.Create(CultureInfo.InvariantCulture, $"every {step} minutes") : null,
            };
        }

        if (Minute.Values is [0] && Hour.Values.Count > 3 && Step(Hour, 24) is { } hours)
        {
            return string.Create(CultureInfo.InvariantCulture, $"every {hours} hours");
        }

        string[] times = [.. Hour.Values.SelectMany(hour => Minute.Values.Select(minute => new TimeOnly(hour, minute).ToString("HH:mm", CultureInfo.InvariantCulture)))];
        return times.Length <= 4 ? "at " + string.Join(", ", times) : null;
    }

    private string? Days()
    {
        if (Month.Values.Count < 12 || (!DayOfMonth.IsAny && !DayOfWeek.IsAny))
        {
            return null;
        }

        return !DayOfMonth.IsAny ? $"on day {string.Join(", ", DayOfMonth.Values)} of the month"
            : DayOfWeek.Values.Count < 7 ? "on " + string.Join(", ", DayOfWeek.Values.Select(day => ((DayOfWeek)day).ToString()))
            : DayOfMonth.Values.Count == 31 ? ""
            : null;
    }

    private static int? Step(CronField field, int whole)
    {
        int step = whole / field.Values.Count;
        return field.Values[0] == 0 && step * field.Values.Count == whole && field.Values.Select((value, i) => value == i * step).All(fits => fits) ? step : null;
    }
}
