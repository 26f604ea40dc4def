using System.Globalization;

namespace RedisPS.Client;

/// <summary>Where a server listens.</summary>
/// <param name="Host">Host name or address; without meaning for a Unix socket.</param>
/// <param name="Port">TCP port; without meaning for a Unix socket.</param>
/// <param name="UnixSocketPath">The path of a Unix socket, or null for TCP.</param>
public sealed record RedisEndpoint(string Host, int Port, string? UnixSocketPath = null)
{
    /// <summary>The port that Redis listens on unless told otherwise.</summary>
    public const int DefaultPort = 6379;

    /// <summary>Reads "host", "host:port", "[v6]:port", a bare IPv6 address, or the path of a Unix socket (starts with / or unix:).</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port when the text has none.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="RedisConfigurationException">The text is no endpoint.</exception>
    public static RedisEndpoint Parse(string text, int defaultPort = DefaultPort)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
        {
            string path = text[5..];
            return new RedisEndpoint("", 0, path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path);
        }

        if (text.StartsWith('/')) { return new RedisEndpoint("", 0, text); }
        string host = text;
        string port = "";
        if (text.StartsWith('['))
        {
            int close = text.IndexOf(']', StringComparison.Ordinal);
            if (close < 0) { throw Bad(text); }
            host = text[1..close];
            string rest = text[(close + 1)..];
            if (rest.Length > 0 && rest[0] != ':') { throw Bad(text); }
            port = rest.Length > 0 ? rest[1..] : "";
        }
        else if (text.Count(c => c == ':') == 1)
        {
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            host = text[..colon];
            port = text[(colon + 1)..];
            if (port.Length == 0) { throw Bad(text); }
        }

        if (host.Length == 0 || host.Any(char.IsWhiteSpace)) { throw Bad(text); }
        if (port.Length == 0) { return new RedisEndpoint(host, defaultPort); }
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65535
            ? new RedisEndpoint(host, number)
            : throw new RedisConfigurationException($"'{port}' is not a port: it must be a number from 1 to 65535.");
    }

    /// <summary>"host:port", "[v6]:port" or the socket's path.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => UnixSocketPath ?? (Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}"));

    private static RedisConfigurationException Bad(string text) =>
        new($"'{text}' is not an endpoint: use host, host:port, [IPv6]:port or the path of a Unix socket.");
}
