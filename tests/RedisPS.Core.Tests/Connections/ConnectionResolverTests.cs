using RedisPS.Client;
using RedisPS.Core.Connections;
using Xunit;

namespace RedisPS.Core.Tests.Connections;

public sealed class ConnectionResolverTests
{
    [Fact]
    public void Without_anything_it_is_localhost()
    {
        ConnectionSettings settings = ConnectionResolver.Resolve();

        Assert.Equal("localhost:6379", settings.Options.Endpoint.ToString());
        Assert.Equal("default", settings.Sources["HostName"]);
    }

    [Fact]
    public void Parameters_go_before_the_file_before_the_environment()
    {
        SettingLayer parameters = new();
        parameters.Set(SettingName.Database, 5, "parameter -Database");
        SettingLayer file = ConnectionFile.Parse("""{ "redis_db": 4, "redis_socket_timeout": 9 }""", "redis.json", "/etc");
        SettingLayer environment = Environment(("REDIS_HOST", "h"), ("REDIS_DB", "3"), ("REDIS_SOCKET_TIMEOUT", "8"), ("REDIS_MAX_RETRIES", "7"));

        ConnectionSettings settings = ConnectionResolver.Resolve(parameters, file, environment);

        Assert.Equal(5, settings.Options.Database);
        Assert.Equal(TimeSpan.FromSeconds(9), settings.Options.OperationTimeout);
        Assert.Equal(7, settings.Options.MaxRetry);
        Assert.Equal("h", settings.Options.Endpoint.Host);
        Assert.Equal("parameter -Database", settings.Sources["Database"]);
        Assert.Equal("redis.json: redis_socket_timeout", settings.Sources["OperationTimeout"]);
        Assert.Equal("environment REDIS_MAX_RETRIES", settings.Sources["MaxRetry"]);
        Assert.Equal("default", settings.Sources["KeepAlive"]);
    }

    [Fact]
    public void A_password_for_one_server_is_not_sent_to_another()
    {
        SettingLayer environment = Environment(("REDIS_HOST", "production"), ("REDIS_PORT", "7000"), ("REDIS_PASSWORD", "distinctive"), ("REDIS_SSL", "true"));

        ConnectionSettings settings = ConnectionResolver.Resolve(AddressText.Parse("redis://development"), environment);

        Assert.Null(settings.Options.Password);
        Assert.Null(settings.Options.Tls);
        Assert.Equal("development:6379", settings.Options.Endpoint.ToString());
        Assert.Contains(settings.Notes, note => note.Contains("REDIS_PASSWORD", StringComparison.Ordinal));
        Assert.DoesNotContain(settings.Notes, note => note.Contains("distinctive", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_without_a_server_is_for_whatever_server()
    {
        ConnectionSettings settings = ConnectionResolver.Resolve(AddressText.Parse("h:7000"), Environment(("REDISCLI_AUTH", "pw")));

        Assert.Equal("pw", settings.Options.Password?.Reveal());
    }

    [Fact]
    public void The_same_server_is_completed()
    {
        SettingLayer parameters = new();
        parameters.Set(SettingName.HostName, "Production", "parameter -HostName");

        ConnectionSettings settings = ConnectionResolver.Resolve(parameters, Environment(("REDIS_HOST", "production"), ("REDIS_PORT", "7000"), ("REDIS_PASSWORD", "pw")));

        Assert.Equal(7000, settings.Options.Endpoint.Port);
        Assert.Equal("pw", settings.Options.Password?.Reveal());
    }

    [Fact]
    public void A_certificate_means_Tls()
    {
        SettingLayer parameters = new();
        parameters.Set(SettingName.CACertificate, "/ca.pem", "parameter -CACertificatePath");

        Assert.Equal("/ca.pem", ConnectionResolver.Resolve(parameters).Options.Tls?.CACertificatePath);
    }

    [Fact]
    public void A_certificate_as_text_needs_no_file()
    {
        ConnectionSettings settings = ConnectionResolver.Resolve(Environment(("REDIS_SSL_CA_CERT", @"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")));

        Assert.Equal("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", settings.Options.Tls?.CAPem);
        Assert.Null(settings.Options.Tls?.CACertificatePath);
    }

    [Fact]
    public void What_stands_alone_in_a_URL_is_the_user_where_a_parameter_gives_the_password()
    {
        SettingLayer parameters = new();
        parameters.SetText(SettingName.Password, "given", "parameter -PasswordFile");
        RedisClientOptions both = ConnectionResolver.Resolve(parameters, AddressText.Parse("redis://backup@db1")).Options;
        Assert.Equal(("backup", "given"), (both.User, both.Password!.Reveal()));

        RedisClientOptions alone = ConnectionResolver.Resolve(new SettingLayer(), AddressText.Parse("redis://s3cret@db1"), Environment(("REDIS_PASSWORD", "other"))).Options;
        Assert.Equal((null, "s3cret"), (alone.User, alone.Password!.Reveal()));

        parameters.SetText(SettingName.User, "ann", "parameter -UserName");
        Assert.Equal("ann", ConnectionResolver.Resolve(parameters, AddressText.Parse("redis://backup@db1")).Options.User);
        Assert.Null(ConnectionResolver.Resolve(new SettingLayer(), AddressText.Parse("redis://@db1")).Options.User);
    }

    [Fact]
    public void Secrets_do_not_show()
    {
        ConnectionSettings settings = ConnectionResolver.Resolve(AddressText.Parse("redis://ann:distinctive@h"));

        Assert.DoesNotContain("distinctive", $"{settings} {settings.Options}", StringComparison.Ordinal);
    }

    private static SettingLayer Environment(params (string Name, string Value)[] variables) =>
        EnvironmentSettings.Read(name => Array.Find(variables, variable => variable.Name == name).Value);
}
