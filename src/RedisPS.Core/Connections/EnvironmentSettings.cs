using System.Text;
using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>Reads settings from environment variables, and from files of them.</summary>
public static class EnvironmentSettings
{
    // An exact list: a Kubernetes service named "redis" puts more REDIS_ variables into every container.
    private static readonly string[] s_names =
    [
        "REDIS_HOST", "REDIS_PORT", "REDIS_SOCKET", "REDIS_DB", "REDIS_USER", "REDIS_USERNAME", "REDIS_PASSWORD",
        "REDIS_SSL", "REDIS_TLS", "REDIS_SSL_CERT", "REDIS_SSL_KEY", "REDIS_SSL_CA_CERT", "REDIS_TLS_HOST",
        "REDIS_CONNECTION_TIMEOUT", "REDIS_SOCKET_TIMEOUT", "REDIS_HEALTH_CHECK_INTERVAL", "REDIS_MAX_RETRIES", "REDIS_RETRY_BACKOFF",
        "REDIS_KEEPALIVE", "REDIS_CLIENT_NAME", "REDIS_READONLY",
    ];

    private static readonly string[] s_ignored = ["REDIS_MAX_CONNECTIONS", "REDIS_MIN_CONNECTIONS", "REDIS_MAX_HEALTH_CHECK_FAILURES"];

    /// <summary>Reads the variables.</summary>
    /// <param name="get">Gives a variable's value, or null.</param>
    /// <param name="kind">What the variables are, for sources: <c>environment</c>, or a file's name.</param>
    /// <exception cref="RedisConfigurationException">A value cannot be read.</exception>
    public static SettingLayer Read(Func<string, string?> get, string kind = "environment")
    {
        SettingLayer layer = new();
        foreach (string name in s_names)
        {
            if (get(name) is { Length: > 0 } text)
            {
                Read(layer, name, text, $"{kind} {name}");
            }
        }

        if (get("REDISCLI_AUTH") is { Length: > 0 } password)
        {
            layer.SetText(SettingName.Password, password, $"{kind} REDISCLI_AUTH");
        }

        if (get("REDIS_PASSWORD_FILE") is { Length: > 0 } path)
        {
            if (!layer.Values.ContainsKey(SettingName.Password))
            {
                layer.Set(SettingName.Password, PasswordFile.Read(Path.GetFullPath(path), layer), $"{kind} REDIS_PASSWORD_FILE");
            }
        }

        layer = WithUrl(layer, get("REDIS_URL"), kind);
        foreach (string name in s_ignored)
        {
            if (get(name) is { Length: > 0 })
            {
                layer.Note($"{kind} {name} is ignored: {SettingAlias.WhyIgnored(name)}.");
            }
        }

        return layer;
    }

    /// <summary>Reads a file of variables: <c>NAME=value</c>, <c>export NAME="value"</c>, comments.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="RedisConfigurationException">It cannot be read.</exception>
    public static SettingLayer ReadFile(string path)
    {
        try
        {
            IReadOnlyDictionary<string, string> variables = ParseFile(File.ReadAllText(path));
            return Read(name => variables.GetValueOrDefault(name), Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RedisConfigurationException($"The environment file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The variables of a file's text. Lines that are no assignment are skipped.</summary>
    public static IReadOnlyDictionary<string, string> ParseFile(string text)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line[7..].TrimStart();
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#')
            {
                variables[line[..equals].TrimEnd()] = Unquote(line[(equals + 1)..].Trim());
            }
        }

        return variables;
    }

    // Like other readers of such files: single quotes keep all, double quotes know \n \t \" \\, without quotes " #" starts a comment.
    private static string Unquote(string value)
    {
        if (value.Length >= 2 && value[0] == '\'' && value.IndexOf('\'', 1) is > 0 and int single)
        {
            return value[1..single];
        }

        if (value.Length < 2 || value[0] != '"')
        {
            int comment = value.IndexOf(" #", StringComparison.Ordinal);
            return comment >= 0 ? value[..comment].TrimEnd() : value;
        }

        StringBuilder text = new();
        for (int at = 1; at < value.Length && value[at] != '"'; at++)
        {
            if (value[at] != '\\' || at + 1 == value.Length)
            {
                text.Append(value[at]);
                continue;
            }

            at++;
            text.Append(value[at] switch { 'n' => "\n", 'r' => "\r", 't' => "\t", '"' => "\"", '\\' => "\\", char other => "\\" + other });
        }

        return text.ToString();
    }

    private static void Read(SettingLayer layer, string name, string text, string source)
    {
        SettingName setting = SettingAlias.Find(name)!.Value;

        // Kubernetes: REDIS_PORT=tcp://10.0.0.7:6379
        if (setting == SettingName.Port && text.StartsWith("tcp://", StringComparison.Ordinal))
        {
            text = text[(text.LastIndexOf(':') + 1)..];
        }

        layer.SetText(setting, text, source);
    }

    // A URL goes before the single variables, which may complete it.
    private static SettingLayer WithUrl(SettingLayer singles, string? url, string kind)
    {
        if (string.IsNullOrEmpty(url))
        {
            return singles;
        }

        string source = $"{kind} REDIS_URL";
        SettingLayer layer = RedisUri.LooksLikeUri(url) ? RedisUri.Parse(url, source) : StackExchangeConnectionString.Parse(url, source);
        bool sameServer = !singles.NamesServer || ConnectionResolver.SameServer(singles, layer);
        foreach ((SettingName name, SettingValue value) in singles.Values)
        {
            if (sameServer || !ConnectionResolver.BelongsToServer(name))
            {
                layer.Set(name, value.Value, value.Source);
            }
            else
            {
                layer.Note($"{value.Source} is ignored: REDIS_URL names another server.");
            }
        }

        return layer;
    }
}
