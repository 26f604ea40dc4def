using RedisPS.Client;
using RedisPS.Core.Connections;
using Xunit;

namespace RedisPS.Core.Tests.Connections;

public sealed class RedisUriTests
{
    [Theory]
    [InlineData("redis://h", "h", 6379, false, 0, null, null)]
    [InlineData("redis://h:7000/3", "h", 7000, false, 3, null, null)]
    [InlineData("rediss://ann:s%40c%2Fr%3At@h:7000/3", "h", 7000, true, 3, "ann", "s@c/r:t")]
    [InlineData("valkey://:pw@h", "h", 6379, false, 0, null, "pw")]
    [InlineData("valkeys://h", "h", 6379, true, 0, null, null)]
    [InlineData("redis://pw@h", "h", 6379, false, 0, null, "pw")]
    [InlineData("redis://ann@home:pw@h", "h", 6379, false, 0, "ann@home", "pw")]
    [InlineData("redis://[::1]:7000/1", "::1", 7000, false, 1, null, null)]
    [InlineData("REDIS://h?db=4", "h", 6379, false, 4, null, null)]
    [InlineData("redis://h?tls=true&user=u&password=p", "h", 6379, true, 0, "u", "p")]
    [InlineData("redis://", "localhost", 6379, false, 0, null, null)]
    [InlineData("redis://:7000", "localhost", 7000, false, 0, null, null)]
    [InlineData("redis://%68ost:1", "host", 1, false, 0, null, null)]
    public void Reads_every_part(string url, string host, int port, bool tls, int database, string? user, string? password)
    {
        RedisClientOptions options = ConnectionResolver.Resolve(RedisUri.Parse(url)).Options;

        Assert.Equal(host, options.Endpoint.Host);
        Assert.Equal(port, options.Endpoint.Port);
        Assert.Equal(tls, options.Tls is not null);
        Assert.Equal(database, options.Database);
        Assert.Equal(user, options.User);
        Assert.Equal(password, options.Password?.Reveal());
    }

    [Theory]
    [InlineData("unix:///run/redis.sock", "/run/redis.sock", 0, null)]
    [InlineData("unix:/run/redis.sock?db=2", "/run/redis.sock", 2, null)]
    [InlineData("unix://ann:pw@/run/redis.sock", "/run/redis.sock", 0, "pw")]
    [InlineData("unix:///run/a@b.sock", "/run/a@b.sock", 0, null)]
    public void Reads_sockets(string url, string path, int database, string? password)
    {
        RedisClientOptions options = ConnectionResolver.Resolve(RedisUri.Parse(url)).Options;

        Assert.Equal(path, options.Endpoint.UnixSocketPath);
        Assert.Equal(database, options.Database);
        Assert.Equal(password, options.Password?.Reveal());
    }

    [Theory]
    [InlineData("redis-sentinel://h:26379/mymaster", "Sentinel")]
    [InlineData("http://h", "web server")]
    [InlineData("ftp://h", "not a Redis URL")]
    [InlineData("redis://u:distinctive/secret@h", "percent-encode")]
    [InlineData("redis://u:distinctive@secret@h:x", "percent-encode")]
    [InlineData("redis://u:distinctive%zz@h", "%25")]
    [InlineData("redis://h/distinctive", "number of a database")]
    public void Refuses_with_the_remedy_and_without_the_secret(string url, string text)
    {
        RedisConfigurationException e = Assert.Throws<RedisConfigurationException>(() => RedisUri.Parse(url));

        Assert.Contains(text, e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("distinctive", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_what_it_does_not_know()
    {
        SettingLayer layer = RedisUri.Parse("redis://h?fancy=distinctive");

        string note = Assert.Single(layer.Notes);
        Assert.Contains("fancy", note, StringComparison.Ordinal);
        Assert.DoesNotContain("distinctive", note, StringComparison.Ordinal);
    }
}
