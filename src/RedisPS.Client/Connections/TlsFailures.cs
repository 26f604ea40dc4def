using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Globalization;

namespace RedisPS.Client;

/// <summary>What is wrong with a server's certificate, in words.</summary>
internal static class TlsFailures
{
    public static RedisConnectionException Certificate(
        RedisEndpoint endpoint, string targetHost, SslPolicyErrors errors, X509Certificate2? certificate, X509ChainStatusFlags status, Exception? cause)
    {
        (string problem, string remedy) = Describe(targetHost, errors, certificate, status);
        return new RedisConnectionException(ConnectionStage.Tls, endpoint, $"The certificate of {endpoint} was rejected: {problem}.", remedy, cause);
    }

    public static RedisConnectionException Handshake(RedisEndpoint endpoint, Exception cause)
    {
        string text = AllMessages(cause);
        if (text.Contains("frame size", StringComparison.OrdinalIgnoreCase) || text.Contains("wrong version number", StringComparison.OrdinalIgnoreCase)
            || text.Contains("corrupted frame", StringComparison.OrdinalIgnoreCase) || text.Contains("unexpected packet", StringComparison.OrdinalIgnoreCase))
        {
            return new(ConnectionStage.Tls, endpoint, $"{endpoint} does not speak TLS.", "Connect without TLS, or use the server's tls-port.", cause);
        }

        if (text.Contains("EOF", StringComparison.Ordinal) || text.Contains("closed", StringComparison.OrdinalIgnoreCase) || text.Contains("reset", StringComparison.OrdinalIgnoreCase))
        {
            return new(ConnectionStage.Tls, endpoint, $"{endpoint} closed the connection during the TLS handshake.", "If this is a port without TLS, connect without it. Else the server may require a client certificate, or other TLS versions; look into its log.", cause);
        }

        return new(ConnectionStage.Tls, endpoint, $"The TLS handshake with {endpoint} failed: {cause.GetBaseException().Message}.", "Check TLS versions and, if the server asks for one, the client certificate.", cause);
    }

    private static (string Problem, string Remedy) Describe(string targetHost, SslPolicyErrors errors, X509Certificate2? certificate, X509ChainStatusFlags status)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return ("the server sent none", "Check the server's tls-cert-file.");
        }

        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid) && DateTime.Now > certificate.NotAfter)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"it expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"), "Renew the server's certificate.");
        }

        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid) && DateTime.Now < certificate.NotBefore)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"it is not valid before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC"), "Check the clocks of both machines.");
        }

        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid)) { return ("a CA certificate above it is not valid at this time", "Renew the CA certificate."); }
        if (status.HasFlag(X509ChainStatusFlags.Revoked)) { return ("it was revoked", "Have a new certificate issued."); }
        if (status.HasFlag(X509ChainStatusFlags.UntrustedRoot) || status.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            return ($"it is signed by '{certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}', which is not trusted", "Give the CA's certificate (CACertificatePath), or have it installed on this machine.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return ($"it is for {Names(certificate)}, not for '{targetHost}'", "Connect under a name that the certificate carries, or say which name to expect (TlsHost).");
        }

        return ($"{status}", "Have the certificate checked with 'openssl verify'.");
    }

    private static string Names(X509Certificate2 certificate)
    {
        List<string> names = [];
        foreach (X509SubjectAlternativeNameExtension extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.AddRange(extension.EnumerateDnsNames());
            names.AddRange(extension.EnumerateIPAddresses().Select(address => address.ToString()));
        }

        if (names.Count == 0) { names.Add(certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)); }
        return string.Join(", ", names.Take(5).Select(name => $"'{name}'"));
    }

    private static string AllMessages(Exception cause)
    {
        List<string> messages = [];
        for (Exception? e = cause; e is not null; e = e.InnerException) { messages.Add(e.Message); }
        return string.Join(" | ", messages);
    }
}
