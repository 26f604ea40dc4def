using RedisPS.Client;
using RedisPS.Core.Connections;
using Xunit;

namespace RedisPS.Core.Tests.Connections;

public sealed class ConnectionFileTests
{
    [Fact]
    public void Reads_the_four_classic_names()
    {
        RedisClientOptions options = Options("""{ "redis_host": "h", "redis_port": 7000, "redis_password": "pw", "redis_ssl": true }""");

        Assert.Equal(("h:7000", "pw", true), (options.Endpoint.ToString(), options.Password?.Reveal(), options.Tls is not null));
    }

    [Fact]
    public void Reads_the_whole_schema()
    {
        RedisClientOptions options = Options("""
            {
                // comments and trailing commas are fine
                "redis": { "hostName": "h", "port": "7000", "database": 3, "userName": "u", "clientName": "c", "readOnly": true, "protocol": "resp2" },
                "tls": { "caCertificatePath": "ca.pem", "tlsHost": "name", "skipCertificateCheck": false },
                "connectTimeout": "2s", "operationTimeout": "1m", "keepAlive": 10, "maxRetry": 1, "retryBackoff": "50ms", "healthCheckInterval": "30s",
                "commandMap": { "CONFIG": "xconfig", "FLUSHALL": null },
            }
            """);

        Assert.Equal("h:7000", options.Endpoint.ToString());
        Assert.Equal((3, "u", "c", true, RedisProtocol.Resp2), (options.Database, options.User, options.ClientName, options.ReadOnly, options.Protocol));
        Assert.Equal(Path.GetFullPath("/etc/app/ca.pem"), options.Tls?.CACertificatePath);
        Assert.Equal("name", options.Tls?.TargetHost);
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1)), (options.ConnectTimeout, options.OperationTimeout));
        Assert.Equal("xconfig", options.CommandMap!["config"]);
        Assert.Null(options.CommandMap["FLUSHALL"]);
    }

    [Fact]
    public void A_url_is_completed_by_single_settings()
    {
        RedisClientOptions options = Options("""{ "url": "redis://h:7000/1", "database": 2 }""");

        Assert.Equal(("h:7000", 2), (options.Endpoint.ToString(), options.Database));
    }

    [Theory]
    [InlineData("""{ "redis_password": "distinctive", """)]
    [InlineData("""["distinctive"]""")]
    [InlineData("""{ "redis_password": "distinctive" "x" }""")]
    public void A_broken_file_is_an_error_that_shows_none_of_it(string json)
    {
        RedisConfigurationException e = Assert.Throws<RedisConfigurationException>(() => ConnectionFile.Parse(json, "redis.json", "/etc"));

        Assert.Contains("redis.json", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("distinctive", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "redis.json");

        Assert.Contains(path, Assert.Throws<RedisConfigurationException>(() => ConnectionFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static RedisClientOptions Options(string json) => ConnectionResolver.Resolve(ConnectionFile.Parse(json, "redis.json", "/etc/app")).Options;
}
