using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>
/// Reads connection URLs: <c>redis://user:password@host:port/database</c>, <c>rediss://</c>, <c>valkey://</c>, <c>valkeys://</c>,
/// <c>unix:///path?db=1</c>. Everything may be percent-encoded. Errors never show the URL: it may carry a password.
/// </summary>
public static class RedisUri
{
    private const string Source = "URL";

    /// <summary>Whether a text is a URL rather than a host or a connection string.</summary>
    public static bool LooksLikeUri(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a URL.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="source">Where the URL came from.</param>
    /// <exception cref="RedisConfigurationException">It cannot be read, or is of a kind that is not supported.</exception>
    public static SettingLayer Parse(string text, string source = Source)
    {
        text = text.Trim();
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon < 0 ? "" : text[..colon].ToLowerInvariant();
        string rest = text[(colon + 1)..];
        rest = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        SettingLayer layer = new();
        switch (scheme)
        {
            case "redis" or "valkey":
                ReadServer(layer, rest, tls: false, source);
                return layer;
            case "rediss" or "valkeys":
                ReadServer(layer, rest, tls: true, source);
                return layer;
            case "unix" or "redis+unix" or "redis+socket" or "valkey+unix":
                ReadSocket(layer, rest, source);
                return layer;
            case "redis-sentinel" or "rediss-sentinel" or "redis+sentinel" or "rediss+sentinel" or "valkey-sentinel":
                throw new RedisConfigurationException($"{source}: Sentinel URLs are not supported yet. Ask a Sentinel for the primary (SENTINEL GET-MASTER-ADDR-BY-NAME) and connect to that with redis:// or rediss://.");
            case "http" or "https":
                throw new RedisConfigurationException($"{source}: {scheme}:// is the address of a web server. Use redis://host:6379, or rediss:// with TLS.");
            default:
                throw new RedisConfigurationException($"{source}: this is not a Redis URL. Use redis://, rediss:// (TLS), valkey://, valkeys:// or unix://.");
        }
    }

    private static void ReadServer(SettingLayer layer, string rest, bool tls, string source)
    {
        // Parsed by hand: System.Uri changes what it reads (case, default ports, escapes), and refuses some passwords.
        (rest, string query) = Cut(rest, '?');
        (string authority, string path) = Cut(rest, '/');
        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            ReadUser(layer, authority[..at], source);
            authority = authority[(at + 1)..];
        }

        RedisEndpoint endpoint;
        try
        {
            endpoint = RedisEndpoint.Parse(authority.Length == 0 ? "localhost" : authority.StartsWith(':') ? "localhost" + authority : Decode(authority, source));
        }
        catch (RedisConfigurationException)
        {
            // Whatever stands there may be the tail of a password with an '@' or '/' in it.
            throw new RedisConfigurationException($"{source}: host or port cannot be read. Write redis://user:password@host:port/database, and percent-encode special characters in the password (@ is %40, / is %2F, : is %3A, # is %23).");
        }

        layer.Set(SettingName.HostName, endpoint.Host, source);
        layer.Set(SettingName.Port, endpoint.Port, source);
        if (path.Trim('/').Length > 0)
        {
            SetDatabase(layer, Decode(path.Trim('/'), source), source);
        }

        ReadQuery(layer, query, source);
        layer.Set(SettingName.Tls, tls, source);
    }

    private static void ReadSocket(SettingLayer layer, string rest, string source)
    {
        (string path, string query) = Cut(rest, '?');
        int at = path.IndexOf('@', StringComparison.Ordinal);
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (at >= 0 && at < slash)
        {
            ReadUser(layer, path[..at], source);
            path = path[(at + 1)..];
        }

        if (path.Length == 0)
        {
            throw new RedisConfigurationException($"{source}: the path of the socket is missing. Write unix:///var/run/redis/redis.sock.");
        }

        layer.Set(SettingName.SocketPath, Decode(path, source), source);
        ReadQuery(layer, query, source);
    }

    // "secret@host" without a colon is a password, as for redis-cli -u, as long as nothing says that the password is another.
    private static void ReadUser(SettingLayer layer, string text, string source)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string user = colon < 0 ? "" : Decode(text[..colon], source);
        string password = Decode(colon < 0 ? text : text[(colon + 1)..], source);
        if (colon < 0 && password.Length > 0)
        {
            layer.LoneUserInfo = password;
        }

        if (user.Length > 0)
        {
            layer.Set(SettingName.User, user, source);
        }

        if (password.Length > 0)
        {
            layer.Set(SettingName.Password, new RedisSecret(password), source);
        }
    }

    private static void ReadQuery(SettingLayer layer, string query, string source)
    {
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string rawName, string rawValue) = Cut(part, '=');
            string name = Decode(rawName, source);
            string value = Decode(rawValue, source);
            string where = $"{source} ?{name}";
            switch (SettingAlias.Find(name))
            {
                case SettingName.Database:
                    SetDatabase(layer, value, where);
                    break;
                case { } setting and not (SettingName.HostName or SettingName.Port or SettingName.SocketPath):
                    layer.SetText(setting, value, where);
                    break;
                default:
                    ReadForeign(layer, name, value, where);
                    break;
            }
        }
    }

    // What the URLs of other clients carry.
    private static void ReadForeign(SettingLayer layer, string name, string value, string source)
    {
        switch (SettingAlias.Normal(name))
        {
            case "timeout":
                layer.SetText(SettingName.ConnectTimeout, value, source);
                break;
            case "sslcertreqs":
                layer.Set(SettingName.SkipCertificateCheck, value.Equals("none", StringComparison.OrdinalIgnoreCase) || value.Equals("CERT_NONE", StringComparison.OrdinalIgnoreCase), source);
                break;
            case "skipverify" or "insecure":
                layer.SetText(SettingName.SkipCertificateCheck, value, source);
                break;
            default:
                layer.Note($"{source} is ignored: {SettingAlias.WhyIgnored(name) ?? "there is no such setting"}.");
                break;
        }
    }

    private static void SetDatabase(SettingLayer layer, string text, string source)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int database))
        {
            // Not shown: a password with a '/' in it ends up here.
            throw new RedisConfigurationException($"{source}: what follows the host must be the number of a database. Percent-encode special characters in the password (@ is %40, / is %2F).");
        }

        layer.Set(SettingName.Database, database, source);
    }

    private static (string Before, string After) Cut(string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    private static string Decode(string text, string source)
    {
        for (int at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                throw new RedisConfigurationException($"{source}: a '%' is not followed by two hexadecimal digits. A literal % is written %25.");
            }
        }

        return Uri.UnescapeDataString(text);
    }
}
