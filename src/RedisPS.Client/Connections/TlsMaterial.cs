using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RedisPS.Client;

/// <summary>Certificates and keys, read from files, text or the store into memory; no temporary files.</summary>
internal static class TlsMaterial
{
    /// <summary>The CA certificates to trust; null: the system's.</summary>
    public static X509Certificate2Collection? TrustedRoots(RedisTlsOptions options)
    {
        if (options.CAPem is null && options.CACertificatePath is null) { return null; }
        string source = options.CAPem is null ? $"the CA file '{options.CACertificatePath}'" : "the CA text";
        X509Certificate2Collection roots = [];
        try
        {
            if (options.CAPem is not null) { roots.ImportFromPem(options.CAPem); }
            else
            {
                byte[] bytes = File.ReadAllBytes(options.CACertificatePath!);
                if (IsPem(bytes)) { roots.ImportFromPem(Encoding.UTF8.GetString(bytes)); }
                else { roots.Import(bytes); }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new RedisConfigurationException($"{Capital(source)} cannot be read: {e.Message}", e);
        }

        return roots.Count > 0 ? roots : throw new RedisConfigurationException($"{Capital(source)} holds no certificate.");
    }

    /// <summary>The client certificate with its key, and the intermediates beside it; null: none.</summary>
    public static SslStreamCertificateContext? ClientCertificate(RedisTlsOptions options)
    {
        if (options.CertificateThumbprint is { } thumbprint) { return SslStreamCertificateContext.Create(FromStore(thumbprint), null); }
        if (options.CertificatePem is null && options.CertificatePath is null)
        {
            return options.KeyPath is null && options.KeyPem is null
                ? null
                : throw new RedisConfigurationException("A private key was given without its certificate: give CertificatePath or CertificatePem too.");
        }

        string source = options.CertificatePem is null ? $"the client certificate '{options.CertificatePath}'" : "the client certificate's text";
        try
        {
            X509Certificate2Collection extra = [];
            X509Certificate2 certificate;
            if (options.CertificatePem is null && File.ReadAllBytes(options.CertificatePath!) is { } bytes && !IsPem(bytes))
            {
                certificate = FromPfx(bytes, options.CertificatePassword, extra);
            }
            else
            {
                string certificatePem = options.CertificatePem ?? File.ReadAllText(options.CertificatePath!);
                string keyPem = options.KeyPem?.Reveal() ?? (options.KeyPath is null ? certificatePem : File.ReadAllText(options.KeyPath));
                certificate = FromPem(certificatePem, keyPem, options.CertificatePassword);
                extra.ImportFromPem(certificatePem);
            }

            if (!certificate.HasPrivateKey) { throw new RedisConfigurationException($"{Capital(source)} has no private key: give KeyPath, or a PFX that holds it."); }
            return SslStreamCertificateContext.Create(certificate, extra, offline: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new RedisConfigurationException($"{Capital(source)} or its key cannot be read: {e.Message}", e);
        }
    }

    private static X509Certificate2 FromPem(string certificatePem, string keyPem, RedisSecret? password)
    {
        using X509Certificate2 read = password is not null && keyPem.Contains("ENCRYPTED", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(certificatePem, keyPem, password.Reveal())
            : X509Certificate2.CreateFromPem(certificatePem, keyPem);

        // Windows' TLS cannot use a key that lives in memory only; a round trip through PFX gives it one it can.
        return new X509Certificate2(read.Export(X509ContentType.Pfx), (string?)null, X509KeyStorageFlags.DefaultKeySet);
    }

    private static X509Certificate2 FromPfx(byte[] bytes, RedisSecret? password, X509Certificate2Collection extra)
    {
        X509Certificate2Collection all = [];
        all.Import(bytes, password?.Reveal(), X509KeyStorageFlags.DefaultKeySet);
        X509Certificate2? own = all.FirstOrDefault(certificate => certificate.HasPrivateKey);
        extra.AddRange(all.Where(certificate => !ReferenceEquals(certificate, own)).ToArray());
        return own ?? throw new CryptographicException("the file holds no certificate with a private key");
    }

    private static X509Certificate2 FromStore(string thumbprint)
    {
        string wanted = new(thumbprint.Where(char.IsAsciiHexDigit).ToArray());
        foreach (StoreLocation location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            try
            {
                using X509Store store = new(StoreName.My, location);
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                X509Certificate2? found = store.Certificates.Find(X509FindType.FindByThumbprint, wanted, validOnly: false).FirstOrDefault(c => c.HasPrivateKey);
                if (found is not null) { return found; }
            }
            catch (CryptographicException)
            {
                // This store does not exist here (the machine's, outside Windows).
            }
        }

        throw new RedisConfigurationException($"No certificate with a private key and the thumbprint {wanted} is in the personal store of the user or the machine.");
    }

    private static bool IsPem(ReadOnlySpan<byte> bytes) => bytes.IndexOf("-----BEGIN"u8) >= 0;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
