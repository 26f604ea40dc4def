using RedisPS.Core;
using Xunit;

namespace RedisPS.Core.Tests;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("5", 5)]
    [InlineData("0.5", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("1d", 86400)]
    [InlineData("1w", 604800)]
    [InlineData("500ms", 0.5)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h 30m", 5400)]
    [InlineData("00:05:00", 300)]
    [InlineData("00:05", 300)]
    [InlineData("1:2:3", 3723)]
    [InlineData("23:59:59.5", 86399.5)]
    [InlineData("00:00:00.0000001", 0.0000001)]
    [InlineData("2.00:00:00", 172800)]
    [InlineData("1.02:03", 93780)]
    [InlineData("-00:05:00", -300)]
    [InlineData("-1.00:00:00", -86400)]
    [InlineData("1:02:03:04", 93784)]
    [InlineData("PT5M", 300)]
    [InlineData("P1D", 86400)]
    [InlineData("-5", -5)]
    [InlineData("-5m", -300)]
    [InlineData("2 hours", 7200)]
    public void Reads_what_people_write(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("five")]
    [InlineData("5x")]
    [InlineData("m")]
    [InlineData("-")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999d")]
    [InlineData("P")]
    [InlineData("5m3")]
    [InlineData("24:00:00")]
    [InlineData("48:00:00")]
    [InlineData("-24:00:00")]
    [InlineData("24:00")]
    [InlineData("90:00")]
    [InlineData("00:60:00")]
    [InlineData("--00:05:00")]
    [InlineData("99999999.00:00:00")]
    public void Refuses_what_is_no_duration(string? text) => Assert.False(DurationText.TryParse(text, out _));

    // To .NET 24:00:00 is 24 days: who is refused it has to be told how a day is written.
    [Fact]
    public void The_forms_tell_how_a_day_and_more_is_written() => Assert.All(["48h", "2.00:00:00"], form =>
    {
        Assert.Contains(form, DurationText.Forms, StringComparison.Ordinal);
        Assert.True(DurationText.TryParse(form, out TimeSpan duration));
        Assert.Equal(2, duration.TotalDays);
    });

    [Theory]
    [InlineData("00:05:00")]
    [InlineData("1.02:03:04.0050000")]
    [InlineData("-00:00:01")]
    [InlineData("10675199.02:48:05.4775807")]
    public void Reads_what_a_TimeSpan_writes(string text)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(text, duration.ToString());
    }

    [Theory]
    [InlineData("5m")]
    [InlineData("1d2h")]
    [InlineData("250ms")]
    [InlineData("0s")]
    public void Writes_what_it_reads(string text)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(text, DurationText.Format(duration));
    }
}
