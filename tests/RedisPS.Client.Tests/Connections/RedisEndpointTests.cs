using Xunit;

namespace RedisPS.Client.Tests;

public class RedisEndpointTests
{
    [Theory]
    [InlineData("host", "host:6379")]
    [InlineData("host:1", "host:1")]
    [InlineData("127.0.0.1:7000", "127.0.0.1:7000")]
    [InlineData("[::1]:7000", "[::1]:7000")]
    [InlineData("[::1]", "[::1]:6379")]
    [InlineData("::1", "[::1]:6379")]
    [InlineData("/run/redis.sock", "/run/redis.sock")]
    [InlineData("unix:/run/redis.sock", "/run/redis.sock")]
    [InlineData("unix:///run/redis.sock", "/run/redis.sock")]
    public void An_endpoint_reads_from_its_usual_forms(string text, string shown) => Assert.Equal(shown, RedisEndpoint.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:abc")]
    [InlineData(":6379")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    [InlineData("two words")]
    public void What_is_no_endpoint_is_refused(string text) => Assert.Throws<RedisConfigurationException>(() => RedisEndpoint.Parse(text));
}
