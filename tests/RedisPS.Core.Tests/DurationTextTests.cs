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
    public void Refuses_what_is_no_duration(string? text) => Assert.False(DurationText.TryParse(text, out _));

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
