using System.Globalization;
using System.Xml;

namespace RedisPS.Core;

/// <summary>Durations as people write them: <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>1d</c>, <c>2w</c>, <c>500ms</c>, <c>00:05:00</c>, <c>PT5M</c>, and a bare number of seconds.</summary>
public static class DurationText
{
    /// <summary>What the accepted forms are, for error messages.</summary>
    public const string Forms = "seconds, 500ms, 30s, 5m, 1h, 1d, 1w, 1h30m, 00:05:00 (a day and more: 48h or 2.00:00:00), PT5M or a TimeSpan";

    private static readonly string[] s_clocks = [@"h\:m", @"h\:m\:s", @"h\:m\:s\.FFFFFFF", @"d\.h\:m", @"d\.h\:m\:s", @"d\.h\:m\:s\.FFFFFFF", @"d\:h\:m\:s", @"d\:h\:m\:s\.FFFFFFF"];

    /// <summary>Reads a duration. A bare number is seconds: <c>TimeSpan.Parse("5")</c> would be five days.</summary>
    /// <returns>False when the text is no duration, or one that does not fit a TimeSpan.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            return TryFromSeconds(seconds, out duration);
        }

        if (text.Contains(':'))
        {
            // TimeSpan.TryParse makes 24 days of 24:00:00.
            return TimeSpan.TryParseExact(text[0] == '-' ? text[1..] : text, s_clocks, CultureInfo.InvariantCulture, text[0] == '-' ? TimeSpanStyles.AssumeNegative : TimeSpanStyles.None, out duration);
        }

        if (text[0] is 'P' or 'p' || text.StartsWith("-P", StringComparison.OrdinalIgnoreCase))
        {
            return TryParseIso(text, out duration);
        }

        return TryParseUnits(text, out duration);
    }

    /// <summary>Seconds as a duration.</summary>
    /// <returns>False when the number does not fit a TimeSpan.</returns>
    public static bool TryFromSeconds(double seconds, out TimeSpan duration)
    {
        duration = default;
        if (!double.IsFinite(seconds) || Math.Abs(seconds) >= TimeSpan.MaxValue.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>A duration in the shortest form that this class reads back: <c>5m</c>, <c>1d2h</c>, <c>250ms</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        string sign = duration < TimeSpan.Zero ? "-" : "";
        TimeSpan left = duration.Duration();
        string text = sign;
        text += left.Days > 0 ? $"{left.Days}d" : "";
        text += left.Hours > 0 ? $"{left.Hours}h" : "";
        text += left.Minutes > 0 ? $"{left.Minutes}m" : "";
        text += left.Seconds > 0 ? $"{left.Seconds}s" : "";
        text += left.Milliseconds > 0 ? $"{left.Milliseconds}ms" : "";
        return text.Length > sign.Length ? text : "0s";
    }

    /// <summary>A duration for people, in its two largest units: <c>29d23h</c>, <c>21m58s</c>, <c>250ms</c>.</summary>
    public static string Short(TimeSpan duration)
    {
        TimeSpan left = duration.Duration();
        TimeSpan unit = left.Days > 0 ? TimeSpan.FromHours(1) : left.Hours > 0 ? TimeSpan.FromMinutes(1) : left.TotalSeconds >= 1 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1);
        return Format(new TimeSpan(duration.Ticks / unit.Ticks * unit.Ticks));
    }

    private static bool TryParseIso(string text, out TimeSpan duration)
    {
        try
        {
            duration = XmlConvert.ToTimeSpan(text.ToUpperInvariant());
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            duration = default;
            return false;
        }
    }

    private static bool TryParseUnits(string text, out TimeSpan duration)
    {
        duration = default;
        bool negative = text[0] == '-';
        double total = 0;
        int at = negative ? 1 : 0;
        if (at == text.Length)
        {
            return false;
        }

        while (at < text.Length)
        {
            int start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            {
                at++;
            }

            int end = at;
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }

            int unit = at;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
            {
                at++;
            }

            if (!double.TryParse(text.AsSpan(start, end - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                || SecondsOf(text[unit..at].ToLowerInvariant()) is not { } seconds)
            {
                return false;
            }

            total += number * seconds;
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }
        }

        return TryFromSeconds(negative ? -total : total, out duration);
    }

    private static double? SecondsOf(string unit) => unit switch
    {
        "ms" => 0.001,
        "s" or "sec" or "second" or "seconds" => 1,
        "m" or "min" or "minute" or "minutes" => 60,
        "h" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => 86400,
        "w" or "week" or "weeks" => 604800,
        _ => null,
    };
}
