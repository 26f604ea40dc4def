using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RedisPS.TestServers.Certificates;

/// <summary>A certificate authority that lives as long as a test: issues server and client certificates into PEM files.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly Oid s_serverAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid s_clientAuthentication = new("1.3.6.1.5.5.7.3.2");
    private readonly X509Certificate2 _root;

    /// <summary>Makes the authority and writes its certificate to ca.crt in the directory.</summary>
    public TestAuthority(string directory)
    {
        Directory = directory;
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=RedisPS test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(2));
        CertificatePath = Write("ca.crt", _root.ExportCertificatePem());
    }

    /// <summary>Where the files are written.</summary>
    public string Directory { get; }

    /// <summary>The authority's certificate, PEM.</summary>
    public string CertificatePath { get; }

    /// <summary>A server's certificate for localhost and 127.0.0.1, or for another name, or one that has expired.</summary>
    public IssuedCertificate IssueServer(string fileName, string dnsName = "localhost", bool expired = false)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(dnsName);
        if (dnsName == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        return Issue(fileName, $"CN={dnsName}", s_serverAuthentication, names, expired);
    }

    /// <summary>A client's certificate.</summary>
    public IssuedCertificate IssueClient(string fileName) =>
        Issue(fileName, "CN=RedisPS test client", s_clientAuthentication, names: null, expired: false);

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private IssuedCertificate Issue(string fileName, string subject, Oid purpose, SubjectAlternativeNameBuilder? names, bool expired)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([purpose], critical: false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        DateTimeOffset from = DateTimeOffset.UtcNow.AddYears(-1);
        DateTimeOffset until = expired ? DateTimeOffset.UtcNow.AddDays(-1) : DateTimeOffset.UtcNow.AddYears(1);
        using X509Certificate2 issued = request.Create(_root, from, until, RandomNumberGenerator.GetBytes(16));
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        string pfx = Path.Combine(Directory, $"{fileName}.pfx");
        File.WriteAllBytes(pfx, withKey.Export(X509ContentType.Pkcs12, IssuedCertificate.PfxPassword));
        return new IssuedCertificate(
            Write($"{fileName}.crt", issued.ExportCertificatePem()),
            Write($"{fileName}.key", key.ExportPkcs8PrivateKeyPem()),
            pfx);
    }

    private string Write(string name, string pem)
    {
        string path = Path.Combine(Directory, name);
        File.WriteAllText(path, pem + "\n");
        return path;
    }
}
