using RedisPS.Core;
using Xunit;

namespace RedisPS.Core.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1024", 1024)]
    [InlineData("64kb", 65536)]
    [InlineData("512MB", 536870912)]
    [InlineData("2gb", 2147483648)]
    [InlineData("2g", 2000000000)]
    [InlineData("1k", 1000)]
    [InlineData("1.5gb", 1610612736)]
    [InlineData("9007199254740993", 9007199254740993)]
    public void Has_the_units_of_the_configuration_file(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out ByteSize size));
        Assert.Equal(bytes, size.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("big")]
    [InlineData("-1")]
    [InlineData("1xb")]
    [InlineData("101%")]
    [InlineData("9999999tb")]
    [InlineData("gb")]
    public void Refuses_what_is_no_size(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Fact]
    public void Knows_a_percentage_from_a_size()
    {
        Assert.True(ByteSize.TryParse("50%", out ByteSize size));
        Assert.Equal(50, size.Percent);
        Assert.Null(size.Bytes);
    }

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.50 KB")]
    [InlineData(1288490189, "1.20 GB")]
    public void Shows_bytes_for_people(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
