using System.Security.Cryptography.X509Certificates;

namespace RedisPS.TestServers.Certificates;

/// <summary>A certificate and its key, as PEM files and as one PFX file.</summary>
/// <param name="CertificatePath">The certificate, PEM.</param>
/// <param name="KeyPath">The private key, PEM (PKCS#8).</param>
/// <param name="PfxPath">Both, PFX, protected by <see cref="PfxPassword"/>.</param>
public sealed record IssuedCertificate(string CertificatePath, string KeyPath, string PfxPath)
{
    /// <summary>The password of every PFX file that the tests write.</summary>
    public const string PfxPassword = "pfx-Zebra-42";

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Load() => X509CertificateLoader.LoadPkcs12FromFile(PfxPath, PfxPassword);
}
