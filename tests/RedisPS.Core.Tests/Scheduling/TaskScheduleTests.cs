using FsCheck;
using FsCheck.Fluent;
using RedisPS.Core.Hosts;
using RedisPS.Core.Scheduling;
using Xunit;

namespace RedisPS.Core.Tests.Scheduling;

public sealed class TaskScheduleTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("0 3 * * *", "every day at 03:00")]
    [InlineData("  30   2 *  * mon-fri ", "on Monday, Tuesday, Wednesday, Thursday, Friday at 02:30")]
    [InlineData("*/15 * * * *", "every 15 minutes")]
    [InlineData("* * * * *", "every minute")]
    [InlineData("0 */6 * * *", "every 6 hours")]
    [InlineData("0 */12 * * *", "every day at 00:00, 12:00")]
    [InlineData("@hourly", "every hour")]
    [InlineData("7 * * * *", "every hour at minute 7")]
    [InlineData("0 4 * * 7", "on Sunday at 04:00")]
    [InlineData("0 5 1,15 * *", "on day 1, 15 of the month at 05:00")]
    [InlineData("1-5 3 * jan *", "1-5 3 * jan *")]
    [InlineData("0 5 13 * fri", "0 5 13 * fri")]
    public void A_schedule_is_said_in_plain_words(string text, string words) => Assert.Equal(words, TaskSchedule.Parse(text).ToString());

    [Theory]
    [InlineData("", "is not a schedule")]
    [InlineData("0 3 * *", "is not a schedule")]
    [InlineData("@sometimes", "is not a schedule")]
    [InlineData("60 3 * * *", "minute")]
    [InlineData("0 24 * * *", "hour")]
    [InlineData("0 0 0 * *", "day of the month")]
    [InlineData("0 0 * 13 *", "month")]
    [InlineData("0 0 * * 8", "day of the week")]
    [InlineData("0 0 * * funday", "a name such as mon")]
    [InlineData("*/0 * * * *", "not a step")]
    [InlineData("5-1 * * * *", "from a smaller to a larger")]
    [InlineData("0 0 30 2 *", "never comes")]
    [InlineData("1,,2 * * * *", "minute")]
    public void What_is_none_says_which_field(string text, string part)
    {
        HostException refused = Assert.Throws<HostException>(() => TaskSchedule.Parse(text));
        Assert.Equal(HostFailure.ScheduleInvalid, refused.Failure);
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Contains("0 3 * * *", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:05:00", "*/5 * * * *")]
    [InlineData("01:00:00", "0 * * * *")]
    [InlineData("06:00:00", "0 */6 * * *")]
    [InlineData("1.00:00:00", "0 0 * * *")]
    [InlineData("7.00:00:00", "0 0 * * 0")]
    public void An_interval_becomes_a_schedule(string interval, string text) => Assert.Equal(text, TaskSchedule.Every(TimeSpan.Parse(interval, null)).Text);

    [Theory]
    [InlineData("00:07:00")]
    [InlineData("05:00:00")]
    [InlineData("00:00:30")]
    [InlineData("01:30:00")]
    [InlineData("2.00:00:00")]
    public void An_interval_that_no_calendar_has_is_refused(string interval) =>
        Assert.Equal(HostFailure.ScheduleInvalid, Assert.Throws<HostException>(() => TaskSchedule.Every(TimeSpan.Parse(interval, null))).Failure);

    [Fact]
    public void Days_of_the_week_are_kept_in_order_and_once() =>
        Assert.Equal("30 3 * * 1,5", TaskSchedule.At(new TimeOnly(3, 30), [DayOfWeek.Friday, DayOfWeek.Monday, DayOfWeek.Friday]).Text);

    [Theory]
    [InlineData("0 3 * * *", "2026-11-21T12:00:00+00:00", "2026-11-22T03:00:00+00:00")]
    [InlineData("0 0 29 2 *", "2026-11-21T12:00:00+00:00", "2028-02-29T00:00:00+00:00")]
    [InlineData("0 5 13 * fri", "2026-11-21T12:00:00+00:00", "2026-11-27T05:00:00+00:00")]
    [InlineData("0 5 13 * */5", "2026-11-21T12:00:00+00:00", "2026-12-13T05:00:00+00:00")]
    public void The_next_time_is_found(string text, string after, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), TaskSchedule.Parse(text).NextAfter(DateTimeOffset.Parse(after, null), TimeZoneInfo.Utc, TaskProvider.Cron));

    // 29 March: from 02:00 to 03:00. What systemd does is what systemd-analyze calendar --base-time says, cron what cron(8) says.
    [Theory]
    [InlineData(TaskProvider.Cron, "30 2 * * *", "2026-03-29T03:00:00+02:00 2026-03-30T02:30:00+02:00")]
    [InlineData(TaskProvider.Cron, "0,30 2 * * *", "2026-03-29T03:00:00+02:00 2026-03-30T02:00:00+02:00")]
    [InlineData(TaskProvider.Cron, "0 3 * * *", "2026-03-29T03:00:00+02:00 2026-03-30T03:00:00+02:00")]
    [InlineData(TaskProvider.Cron, "30 * * * *", "2026-03-29T01:30:00+01:00 2026-03-29T03:30:00+02:00")]
    [InlineData(TaskProvider.Cron, "*/20 2 * * *", "2026-03-30T02:00:00+02:00 2026-03-30T02:20:00+02:00")]
    [InlineData(TaskProvider.Systemd, "30 2 * * *", "2026-03-30T02:30:00+02:00 2026-03-31T02:30:00+02:00")]
    [InlineData(TaskProvider.Systemd, "30 2,6,10 * * *", "2026-03-29T06:30:00+02:00 2026-03-29T10:30:00+02:00 2026-03-30T02:30:00+02:00")]
    [InlineData(TaskProvider.Systemd, "*/30 * * * *", "2026-03-29T01:30:00+01:00 2026-03-29T03:00:00+02:00")]
    [InlineData(TaskProvider.TaskScheduler, "30 2 * * *", "2026-03-29T03:30:00+02:00 2026-03-30T02:30:00+02:00")]
    public void A_time_that_the_clock_skips_is_taken_as_the_scheduler_takes_it(TaskProvider provider, string text, string next) =>
        Assert.Equal(next, Comes(provider, text, "2026-03-29T01:10:00+01:00", next.Split(' ').Length));

    // 25 October: from 03:00 to 02:00.
    [Theory]
    [InlineData(TaskProvider.Cron, "30 2 * * *", "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00")]
    [InlineData(TaskProvider.Cron, "30 * * * *", "2026-10-25T02:30:00+02:00 2026-10-25T02:30:00+01:00 2026-10-25T03:30:00+01:00")]
    [InlineData(TaskProvider.Cron, "*/30 2 * * *", "2026-10-25T02:30:00+02:00 2026-10-25T02:00:00+01:00 2026-10-25T02:30:00+01:00 2026-10-26T02:00:00+01:00")]
    [InlineData(TaskProvider.Systemd, "30 2 * * *", "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00")]
    [InlineData(TaskProvider.Systemd, "*/30 * * * *", "2026-10-25T02:30:00+02:00 2026-10-25T03:00:00+01:00")]
    [InlineData(TaskProvider.TaskScheduler, "30 2 * * *", "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00")]
    public void A_time_that_comes_twice_is_taken_as_the_scheduler_takes_it(TaskProvider provider, string text, string next) =>
        Assert.Equal(next, Comes(provider, text, "2026-10-25T02:10:00+02:00", next.Split(' ').Length));

    [Theory]
    [InlineData(TaskProvider.Cron, "2026-10-25T02:45:00+01:00")]
    [InlineData(TaskProvider.Systemd, "2026-10-25T03:00:00+01:00")]
    public void In_the_second_of_two_hours_the_first_is_over(TaskProvider provider, string next) =>
        Assert.Equal(next, Comes(provider, "*/15 * * * *", "2026-10-25T02:30:00+01:00", 1));

    [Fact]
    public void A_clock_that_is_changed_by_half_an_hour_at_another_time_is_thought_of_too()
    {
        // Lord Howe: 4 October, from 02:00 to 02:30.
        TimeZoneInfo island = TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe");
        DateTimeOffset after = DateTimeOffset.Parse("2026-10-04T01:00:00+10:30", null);

        Assert.Equal(DateTimeOffset.Parse("2026-10-04T02:30:00+11:00", null), TaskSchedule.Parse("10 2 * * *").NextAfter(after, island, TaskProvider.Cron));
        Assert.Equal(DateTimeOffset.Parse("2026-10-05T02:10:00+11:00", null), TaskSchedule.Parse("10 2 * * *").NextAfter(after, island, TaskProvider.Systemd));
    }

    [Fact]
    public void The_next_time_is_the_first_minute_that_every_field_allows()
    {
        Gen<string> minute = Gen.Elements("*", "*/7", "0", "5,50", "10-20/3");
        Gen<string> hour = Gen.Elements("*", "*/5", "3", "0,23", "8-17");
        Gen<string> day = Gen.Elements("*", "*/10", "1", "28-31", "13");
        Gen<string> month = Gen.Elements("*", "2", "jan-mar", "*/6");
        Gen<string> week = Gen.Elements("*", "0", "7", "mon-fri", "*/2", "5");
        Gen<(string Text, int Start)> cases =
            from m in minute from h in hour from d in day from o in month from w in week from start in Gen.Choose(0, 2_000_000)
            select ($"{m} {h} {d} {o} {w}", start);

        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            DateTimeOffset after = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(given.Start);
            DateTimeOffset next = TaskSchedule.Parse(given.Text).NextAfter(after, TimeZoneInfo.Utc, TaskProvider.Systemd);
            return Fits(given.Text, next) && (next - after > TimeSpan.FromDays(40) || Minutes(after, next).All(minute => !Fits(given.Text, minute)));
        }).QuickCheckThrowOnFailure();
    }

    private static string Comes(TaskProvider provider, string text, string after, int times)
    {
        List<string> found = [];
        DateTimeOffset moment = DateTimeOffset.Parse(after, null);
        while (found.Count < times)
        {
            moment = TaskSchedule.Parse(text).NextAfter(moment, s_berlin, provider);
            found.Add(moment.ToString("yyyy-MM-ddTHH:mm:sszzz", null));
        }

        return string.Join(' ', found);
    }

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset after, DateTimeOffset before)
    {
        for (DateTimeOffset minute = after.AddMinutes(1); minute < before; minute = minute.AddMinutes(1))
        {
            yield return minute;
        }
    }

    // Cron's rules once more, in the plainest way.
    private static bool Fits(string text, DateTimeOffset time)
    {
        string[] fields = text.Split(' ');
        bool day = Matches(fields[2], time.Day, 1, 31);
        bool week = Matches(fields[4], (int)time.DayOfWeek, 0, 6) || (time.DayOfWeek == DayOfWeek.Sunday && fields[4] == "7");
        return Matches(fields[0], time.Minute, 0, 59) && Matches(fields[1], time.Hour, 0, 23) && Matches(fields[3], time.Month, 1, 12)
            && (fields[2][0] == '*' || fields[4][0] == '*' ? day && week : day || week);
    }

    private static bool Matches(string field, int value, int least, int most) => field.Split(',').Any(part =>
    {
        string[] stepped = part.Replace("mon-fri", "1-5", StringComparison.Ordinal).Replace("jan-mar", "1-3", StringComparison.Ordinal).Split('/');
        string[] ends = stepped[0] == "*" ? [$"{least}", $"{most}"] : stepped[0].Split('-');
        int first = int.Parse(ends[0], null);
        int last = int.Parse(ends[^1], null);
        return value >= first && value <= last && (value - first) % (stepped.Length > 1 ? int.Parse(stepped[1], null) : 1) == 0;
    });
}
