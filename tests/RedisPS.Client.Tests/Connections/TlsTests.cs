using RedisPS.TestServers.Certificates;
using RedisPS.TestServers.Network;
using RedisPS.TestServers.Servers;
using Xunit;

namespace RedisPS.Client.Tests;

public sealed class TlsTests(TlsServer server) : IClassFixture<TlsServer>
{
    [Fact]
    public async Task A_CA_file_makes_its_servers_trusted()
    {
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(server));
        Assert.Equal("PONG", (await client.ExecuteAsync("PING", default)).AsText());
        await using RedisBulkConnection bulk = await client.OpenBulkAsync();
        bulk.Writer.Raw(RespWriter.Encode("PING"));
        await bulk.FlushAsync();
        Assert.Equal("PONG", (await bulk.Reader.ReadAsync()).AsText());
    }

    [Fact]
    public async Task A_CA_as_text_and_an_address_in_the_certificate_do_as_well()
    {
        RedisClientOptions options = Options.For(server) with
        {
            Endpoint = new RedisEndpoint("127.0.0.1", server.Port),
            Tls = new RedisTlsOptions { CAPem = await File.ReadAllTextAsync(server.CACertificatePath) },
        };
        await using RedisClient client = await RedisClient.ConnectAsync(options);
        Assert.DoesNotContain("BEGIN", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_authority_is_named()
    {
        RedisConnectionException error = await ConnectionFailureTests.FailAsync(Options.For(server) with { Tls = new RedisTlsOptions() });
        Assert.Equal(ConnectionStage.Tls, error.Stage);
        Assert.Contains("not trusted", error.Message, StringComparison.Ordinal);
        Assert.Contains("RedisPS test authority", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_named_and_can_be_expected()
    {
        using TlsServer elsewhere = TlsServer.WithWrongName();
        RedisConnectionException error = await ConnectionFailureTests.FailAsync(Options.For(elsewhere));
        Assert.Equal(ConnectionStage.Tls, error.Stage);
        Assert.Contains("'elsewhere.example', not for 'localhost'", error.Message, StringComparison.Ordinal);
        RedisTlsOptions expecting = new() { CACertificatePath = elsewhere.CACertificatePath, TargetHost = "elsewhere.example" };
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(elsewhere) with { Tls = expecting });
    }

    [Fact]
    public async Task An_expired_certificate_is_said_to_be_expired()
    {
        using TlsServer expired = TlsServer.Expired();
        RedisConnectionException error = await ConnectionFailureTests.FailAsync(Options.For(expired));
        Assert.Equal(ConnectionStage.Tls, error.Stage);
        Assert.Contains("expired on", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_can_be_skipped()
    {
        using TlsServer expired = TlsServer.Expired();
        await using RedisClient client = await RedisClient.ConnectAsync(Options.For(expired) with { Tls = new RedisTlsOptions { SkipCertificateCheck = true } });
        Assert.Equal(RedisClientState.Connected, client.State);
    }

    [Fact]
    public async Task TLS_to_a_plain_port_says_that_the_port_has_none()
    {
        using StandaloneServer plain = new();
        RedisConnectionException error = await ConnectionFailureTests.FailAsync(
            Options.For(plain) with { Tls = new RedisTlsOptions(), ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(ConnectionStage.Tls, error.Stage);
        Assert.Contains("without TLS", error.Message + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_to_a_TLS_port_advises_TLS()
    {
        RedisConnectionException error = await ConnectionFailureTests.FailAsync(Options.For(server.Port) with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(ConnectionStage.Handshake, error.Stage);
        Assert.Contains("TLS", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TLS_alert_is_recognised()
    {
        using FakeServer alert = FakeServer.Answering([0x15, 3, 3, 0, 2, 2, 70]);
        Assert.Contains("speaks TLS", (await ConnectionFailureTests.FailAsync(Options.For(alert.Port))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_is_shown_from_every_form()
    {
        using TlsServer strict = TlsServer.RequiringClientCertificate();
        IssuedCertificate own = strict.Client;
        string certificate = await File.ReadAllTextAsync(own.CertificatePath);
        string key = await File.ReadAllTextAsync(own.KeyPath);
        string both = Path.Combine(strict.DataDirectory, "both.pem");
        await File.WriteAllTextAsync(both, certificate + key);
        RedisTlsOptions trust = new() { CACertificatePath = strict.CACertificatePath };
        RedisTlsOptions[] forms =
        [
            trust with { CertificatePath = own.CertificatePath, KeyPath = own.KeyPath },
            trust with { CertificatePath = both },
            trust with { CertificatePath = own.PfxPath, CertificatePassword = new RedisSecret(IssuedCertificate.PfxPassword) },
            trust with { CertificatePem = certificate, KeyPem = new RedisSecret(key) },
        ];
        foreach (RedisTlsOptions form in forms)
        {
            await using RedisClient client = await RedisClient.ConnectAsync(Options.For(strict) with { Tls = form });
            Assert.Equal("PONG", (await client.ExecuteAsync("PING", default)).AsText());
        }

        RedisConnectionException error = await ConnectionFailureTests.FailAsync(Options.For(strict));
        Assert.Contains("client certificate", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_named()
    {
        RedisTlsOptions[] wrong =
        [
            new() { CACertificatePath = "/nowhere/ca.pem" },
            new() { CAPem = "no certificate" },
            new() { CertificatePath = "/nowhere/own.pem" },
            new() { CertificatePath = server.Client.PfxPath, CertificatePassword = new RedisSecret("not-the-one") },
            new() { CertificatePath = server.Client.CertificatePath },
            new() { KeyPath = server.Client.KeyPath },
            new() { CertificateThumbprint = "00112233445566778899AABBCCDDEEFF00112233" },
        ];
        foreach (RedisTlsOptions tls in wrong)
        {
            RedisConfigurationException error = await Assert.ThrowsAsync<RedisConfigurationException>(() => RedisClient.ConnectAsync(Options.For(server) with { Tls = tls }));
            Assert.DoesNotContain("not-the-one", error.ToString(), StringComparison.Ordinal);
        }
    }
}
