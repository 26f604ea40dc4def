using RedisPS.Client;
using RedisPS.Core.Connections;
using Xunit;

namespace RedisPS.Core.Tests.Connections;

public sealed class EnvironmentSettingsTests
{
    [Fact]
    public void Every_variable_is_honoured()
    {
        Dictionary<string, string> variables = new()
        {
            ["REDIS_HOST"] = "h",
            ["REDIS_PORT"] = "7000",
            ["REDIS_DB"] = "2",
            ["REDIS_USER"] = "u",
            ["REDIS_PASSWORD"] = "pw",
            ["REDIS_SSL"] = "yes",
            ["REDIS_SSL_CERT"] = "/c.pem",
            ["REDIS_SSL_KEY"] = "/k.pem",
            ["REDIS_SSL_CA_CERT"] = "/ca.pem",
            ["REDIS_CONNECTION_TIMEOUT"] = "4",
            ["REDIS_SOCKET_TIMEOUT"] = "6",
            ["REDIS_HEALTH_CHECK_INTERVAL"] = "30",
            ["REDIS_MAX_RETRIES"] = "9",
            ["REDIS_RETRY_BACKOFF"] = "0.1",
            ["REDIS_MAX_CONNECTIONS"] = "50",
            ["REDIS_MIN_CONNECTIONS"] = "5",
            ["REDIS_MAX_HEALTH_CHECK_FAILURES"] = "3",
        };

        ConnectionSettings settings = ConnectionResolver.Resolve(EnvironmentSettings.Read(name => variables.GetValueOrDefault(name)));

        RedisClientOptions options = settings.Options;
        Assert.Equal("h:7000", options.Endpoint.ToString());
        Assert.Equal(2, options.Database);
        Assert.Equal("u", options.User);
        Assert.Equal("pw", options.Password?.Reveal());
        Assert.Equal(("/c.pem", "/k.pem", "/ca.pem"), (options.Tls?.CertificatePath, options.Tls?.KeyPath, options.Tls?.CACertificatePath));
        Assert.Equal(TimeSpan.FromSeconds(4), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(6), options.OperationTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.HealthCheckInterval);
        Assert.Equal(9, options.MaxRetry);
        Assert.Equal(TimeSpan.FromMilliseconds(100), options.RetryBackoff);
        Assert.Equal(3, settings.Notes.Count);
    }

    [Fact]
    public void A_url_goes_first_and_is_completed()
    {
        Dictionary<string, string> variables = new() { ["REDIS_URL"] = "redis://h:7000/1", ["REDISCLI_AUTH"] = "pw" };

        RedisClientOptions options = ConnectionResolver.Resolve(EnvironmentSettings.Read(name => variables.GetValueOrDefault(name))).Options;

        Assert.Equal(("h:7000", 1, "pw"), (options.Endpoint.ToString(), options.Database, options.Password?.Reveal()));
    }

    [Fact]
    public void The_port_of_a_Kubernetes_service_link_is_understood() =>
        Assert.Equal(7000, EnvironmentSettings.Read(name => name == "REDIS_PORT" ? "tcp://10.0.0.7:7000" : null).Values[SettingName.Port].Value);

    [Fact]
    public void Reads_the_usual_file_syntax()
    {
        IReadOnlyDictionary<string, string> variables = EnvironmentSettings.ParseFile("""
            # comment
            REDIS_HOST=h
            export REDIS_PASSWORD="p\"w # not a comment"
            REDIS_USER='u\n'
            REDIS_DB = 3  # comment
            not an assignment
            """);

        Assert.Equal("h", variables["REDIS_HOST"]);
        Assert.Equal("p\"w # not a comment", variables["REDIS_PASSWORD"]);
        Assert.Equal(@"u\n", variables["REDIS_USER"]);
        Assert.Equal("3", variables["REDIS_DB"]);
        Assert.Equal(4, variables.Count);
    }

    [Theory]
    [InlineData("REDIS_PORT", "70000")]
    [InlineData("REDIS_DB", "-1")]
    [InlineData("REDIS_SSL", "maybe")]
    [InlineData("REDIS_SOCKET_TIMEOUT", "soon")]
    public void A_bad_value_is_an_error_that_names_the_variable(string name, string value)
    {
        RedisConfigurationException e = Assert.Throws<RedisConfigurationException>(() => EnvironmentSettings.Read(asked => asked == name ? value : null));

        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }
}
