using RedisPS.TestServers.Certificates;
using RedisPS.TestServers.Wire;

namespace RedisPS.TestServers.Servers;

/// <summary>A server that speaks only TLS, with an authority of its own.</summary>
public sealed class TlsServer : TestServer
{
    private readonly TlsServerFiles _files;

    /// <summary>Starts it with a good certificate; clients may, but need not, show one.</summary>
    public TlsServer()
        : this(new TlsServerFiles("localhost", expired: false), clientCertificates: "optional")
    {
    }

    private TlsServer(TlsServerFiles files, string clientCertificates)
        : base(port: null, files.Configuration(clientCertificates), port => RawRedis.ConnectTls(port, files.Client.Load()), files.Authority.Directory) => _files = files;

    /// <summary>The authority's certificate, PEM.</summary>
    public string CACertificatePath => _files.Authority.CertificatePath;

    /// <summary>A client's certificate that the server accepts.</summary>
    public IssuedCertificate Client => _files.Client;

    /// <inheritdoc/>
    public override string Url => $"rediss://localhost:{Port}";

    /// <summary>A server whose certificate is for another name.</summary>
    public static TlsServer WithWrongName() => new(new TlsServerFiles("elsewhere.example", expired: false), "optional");

    /// <summary>A server whose certificate has expired.</summary>
    public static TlsServer Expired() => new(new TlsServerFiles("localhost", expired: true), "optional");

    /// <summary>A server that turns away clients without a certificate.</summary>
    public static TlsServer RequiringClientCertificate() => new(new TlsServerFiles("localhost", expired: false), "yes");

    /// <inheritdoc/>
    protected override IEnumerable<string> Listeners() => ["port 0", $"tls-port {Port}"];
}
