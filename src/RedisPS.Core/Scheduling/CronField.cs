using System.Globalization;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>One of the five fields of a cron schedule: the values it allows.</summary>
internal sealed class CronField
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private CronField(string text, SortedSet<int> values, bool isAny)
    {
        Text = text;
        Values = [.. values];
        IsAny = isAny;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>What it allows, in order.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>Whether it begins with a star: for days that decides whether the other day field alone counts.</summary>
    public bool IsAny { get; }

    public static CronField Minutes(string text) => Parse("minute", text, 0, 59, []);

    public static CronField Hours(string text) => Parse("hour", text, 0, 23, []);

    public static CronField DaysOfMonth(string text) => Parse("day of the month", text, 1, 31, []);

    public static CronField Months(string text) => Parse("month", text, 1, 12, s_months);

    /// <summary>Sunday is 0, and may be written 7.</summary>
    public static CronField DaysOfWeek(string text) => Parse("day of the week", text, 0, 7, s_days);

    public bool Allows(int value) => Values.Contains(value);

    private static CronField Parse(string field, string text, int least, int most, string[] names)
    {
        SortedSet<int> values = [];
        foreach (string part in text.Split(','))
        {
            string[] stepped = part.Split('/');
            int step = 1;
            if (stepped.Length > 2 || (stepped.Length == 2 && (!int.TryParse(stepped[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1)))
            {
                throw Invalid(field, text, $"'{part}' is not a step such as */15");
            }

            (int first, int last) = Range(field, text, stepped[0], stepped.Length == 2, least, most, names);
            for (int value = first; value <= last; value += step)
            {
                _ = values.Add(most == 7 && value == 7 ? 0 : value);
            }
        }

        return new CronField(text, values, text[0] == '*');
    }

    private static (int First, int Last) Range(string field, string text, string range, bool stepped, int least, int most, string[] names)
    {
        if (range == "*")
        {
            return (least, most == 7 ? 6 : most);
        }

        string[] ends = range.Split('-');
        int first = Value(field, text, ends[0], least, most, names);
        int last = ends.Length == 1 ? (stepped ? most : first) : Value(field, text, ends[1], least, most, names);
        return ends.Length <= 2 && first <= last ? (first, last) : throw Invalid(field, text, $"'{range}' is not a range from a smaller to a larger value");
    }

    private static int Value(string field, string text, string word, int least, int most, string[] names)
    {
        int named = Array.IndexOf(names, word.ToLowerInvariant());
        int value = named >= 0 ? named + least : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
        return value >= least && value <= most ? value : throw Invalid(field, text, $"'{word}' is not from {least} to {most}{(names.Length > 0 ? $", nor a name such as {names[1]}" : "")}");
    }

    private static HostException Invalid(string field, string text, string why) =>
        new(HostFailure.ScheduleInvalid, $"'{text}' is not a {field} of a schedule: {why}.", TaskSchedule.Forms);
}
