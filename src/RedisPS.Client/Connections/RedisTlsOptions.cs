using System.Text;

namespace RedisPS.Client;

/// <summary>How to encrypt, whom to trust and how to identify ourselves.</summary>
public sealed record RedisTlsOptions
{
    /// <summary>The name that the server's certificate must carry; null: the host that is connected to.</summary>
    public string? TargetHost { get; init; }

    /// <summary>A file of CA certificates (PEM, or one DER) that are trusted instead of the system's.</summary>
    public string? CACertificatePath { get; init; }

    /// <summary>CA certificates as PEM text, trusted instead of the system's.</summary>
    public string? CAPem { get; init; }

    /// <summary>The client certificate: PEM, or PFX with its key.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>The client's private key in PEM; null when CertificatePath holds it too.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The client certificate as PEM text.</summary>
    public string? CertificatePem { get; init; }

    /// <summary>The client's private key as PEM text; null when CertificatePem holds it too.</summary>
    public RedisSecret? KeyPem { get; init; }

    /// <summary>The password of the PFX or of the encrypted key.</summary>
    public RedisSecret? CertificatePassword { get; init; }

    /// <summary>The thumbprint of a client certificate in the current user's or the machine's store.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>Accept any server certificate. Whoever sits in between can then read and change everything.</summary>
    public bool SkipCertificateCheck { get; init; }

    private bool PrintMembers(StringBuilder builder)
    {
        _ = builder.Append("TargetHost = ").Append(TargetHost)
            .Append(", CACertificatePath = ").Append(CAPem is null ? CACertificatePath : "(inline)")
            .Append(", CertificatePath = ").Append(CertificatePem is null ? CertificatePath : "(inline)")
            .Append(", CertificateThumbprint = ").Append(CertificateThumbprint)
            .Append(", SkipCertificateCheck = ").Append(SkipCertificateCheck);
        return true;
    }
}
