namespace RedisPS.Core.Connections;

/// <summary>Tells certificate text from the path of a certificate file.</summary>
public static class CertificateText
{
    /// <summary>Whether a value is PEM text itself.</summary>
    public static bool IsPem(string value) => value.Contains("-----BEGIN", StringComparison.Ordinal);

    /// <summary>PEM text as environment variables often carry it: with <c>\n</c> for the line ends.</summary>
    public static string Pem(string value) => value.Replace("\\n", "\n", StringComparison.Ordinal);
}
