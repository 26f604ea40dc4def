using RedisPS.TestServers.Certificates;

namespace RedisPS.TestServers.Servers;

/// <summary>The certificates of one TLS server, in the directory that becomes the server's.</summary>
internal sealed class TlsServerFiles
{
    private readonly IssuedCertificate _server;

    public TlsServerFiles(string dnsName, bool expired)
    {
        string directory = Directory.CreateTempSubdirectory("redisps-tls-").FullName;
        Authority = new TestAuthority(directory);
        _server = Authority.IssueServer("server", dnsName, expired);
        Client = Authority.IssueClient("client");
    }

    public TestAuthority Authority { get; }

    public IssuedCertificate Client { get; }

    public string[] Configuration(string clientCertificates) =>
    [
        $"tls-cert-file {_server.CertificatePath}",
        $"tls-key-file {_server.KeyPath}",
        $"tls-ca-cert-file {Authority.CertificatePath}",
        $"tls-auth-clients {clientCertificates}",
    ];
}
