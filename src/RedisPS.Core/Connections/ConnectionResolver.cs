using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>
/// Puts the settings of several places together: what comes first goes first. What a place says about a server it names
/// (port, database, credentials, certificates) is not used for another server, so that a password in the environment is
/// not sent to a host that was typed.
/// </summary>
public static class ConnectionResolver
{
    private const string Default = "default";

    /// <summary>Resolves what a connection is made from.</summary>
    /// <param name="layers">The places, the most important first: parameters, URL, file, environment.</param>
    public static ConnectionSettings Resolve(params SettingLayer[] layers)
    {
        SettingLayer? server = Array.Find(layers, layer => layer.NamesServer);
        Dictionary<SettingName, SettingValue> chosen = [];
        List<string> notes = [];
        foreach (SettingLayer layer in layers)
        {
            notes.AddRange(layer.Notes);
            bool foreign = server is not null && !ReferenceEquals(layer, server) && layer.NamesServer && !SameServer(layer, server);
            foreach ((SettingName name, SettingValue value) in layer.Values)
            {
                if (foreign && BelongsToServer(name))
                {
                    notes.Add($"{value.Source} is not used: it belongs to another server.");
                }
                else
                {
                    chosen.TryAdd(name, value);
                }
            }

            // redis://backup@host with -PasswordFile: what stands alone is the user then.
            if (!foreign && layer is { LoneUserInfo: { } user } && layer.Values[SettingName.Password] is { } own && !ReferenceEquals(chosen[SettingName.Password], own))
            {
                chosen.TryAdd(SettingName.User, own with { Value = user });
            }
        }

        // A host that goes first must not be replaced by a socket that was only mentioned later, nor the other way round.
        if (server is not null && !server.Values.ContainsKey(SettingName.SocketPath))
        {
            chosen.Remove(SettingName.SocketPath);
        }

        return new ConnectionSettings(Options(chosen), Sources(chosen), notes, Get<string>(chosen, SettingName.Name));
    }

    /// <summary>Whether a setting is about one certain server, rather than about how this client behaves.</summary>
    internal static bool BelongsToServer(SettingName name) => name is not (SettingName.ClientName or SettingName.ConnectTimeout or SettingName.OperationTimeout
        or SettingName.KeepAlive or SettingName.HealthCheckInterval or SettingName.MaxRetry or SettingName.RetryBackoff or SettingName.Protocol or SettingName.ReadOnly);

    /// <summary>Whether two places mean the same server. A port that is not given is no difference.</summary>
    internal static bool SameServer(SettingLayer one, SettingLayer other) =>
        Same(one, other, SettingName.SocketPath, missingIsSame: false)
        && Same(one, other, SettingName.HostName, missingIsSame: false)
        && Same(one, other, SettingName.Port, missingIsSame: true);

    private static bool Same(SettingLayer one, SettingLayer other, SettingName name, bool missingIsSame)
    {
        bool inOne = one.Values.TryGetValue(name, out SettingValue? first);
        bool inOther = other.Values.TryGetValue(name, out SettingValue? second);
        return inOne && inOther
            ? first!.Value is string a && second!.Value is string b ? string.Equals(a, b, StringComparison.OrdinalIgnoreCase) : Equals(first.Value, second!.Value)
            : missingIsSame || inOne == inOther;
    }

    private static RedisClientOptions Options(Dictionary<SettingName, SettingValue> chosen)
    {
        RedisClientOptions defaults = new();
        RedisEndpoint endpoint = Get<string>(chosen, SettingName.SocketPath) is { } path
            ? new RedisEndpoint("", 0, path)
            : new RedisEndpoint(
                Get<string>(chosen, SettingName.HostName) ?? defaults.Endpoint.Host,
                Get<int?>(chosen, SettingName.Port) ?? RedisEndpoint.DefaultPort);
        return defaults with
        {
            Endpoint = endpoint,
            User = Get<string>(chosen, SettingName.User),
            Password = Get<RedisSecret>(chosen, SettingName.Password),
            Database = Get<int?>(chosen, SettingName.Database) ?? 0,
            Tls = Tls(chosen),
            ClientName = Get<string>(chosen, SettingName.ClientName) ?? defaults.ClientName,
            ConnectTimeout = Get<TimeSpan?>(chosen, SettingName.ConnectTimeout) ?? defaults.ConnectTimeout,
            OperationTimeout = Get<TimeSpan?>(chosen, SettingName.OperationTimeout) ?? defaults.OperationTimeout,
            KeepAlive = Get<TimeSpan?>(chosen, SettingName.KeepAlive) ?? defaults.KeepAlive,
            HealthCheckInterval = Get<TimeSpan?>(chosen, SettingName.HealthCheckInterval) is { } interval && interval > TimeSpan.Zero ? interval : null,
            MaxRetry = Get<int?>(chosen, SettingName.MaxRetry) ?? defaults.MaxRetry,
            RetryBackoff = Get<TimeSpan?>(chosen, SettingName.RetryBackoff) ?? defaults.RetryBackoff,
            Protocol = Get<RedisProtocol?>(chosen, SettingName.Protocol) ?? defaults.Protocol,
            CommandMap = Get<IReadOnlyDictionary<string, string?>>(chosen, SettingName.CommandMap),
            ReadOnly = Get<bool?>(chosen, SettingName.ReadOnly) ?? false,
        };
    }

    // A certificate without a word about TLS means TLS.
    private static RedisTlsOptions? Tls(Dictionary<SettingName, SettingValue> chosen)
    {
        bool implied = chosen.Keys.Any(name => name is SettingName.TlsHost or SettingName.CACertificate or SettingName.Certificate
            or SettingName.Key or SettingName.CertificateThumbprint or SettingName.SkipCertificateCheck)
            && !(chosen.TryGetValue(SettingName.SkipCertificateCheck, out SettingValue? skip) && skip.Value is false && chosen.Keys.Count(IsTlsSetting) == 1);
        if (!(Get<bool?>(chosen, SettingName.Tls) ?? implied))
        {
            return null;
        }

        (string? caPath, string? caPem) = PathOrPem(Get<string>(chosen, SettingName.CACertificate));
        (string? certificatePath, string? certificatePem) = PathOrPem(Get<string>(chosen, SettingName.Certificate));
        (string? keyPath, string? keyPem) = PathOrPem(Get<string>(chosen, SettingName.Key));
        return new RedisTlsOptions
        {
            TargetHost = Get<string>(chosen, SettingName.TlsHost),
            CACertificatePath = caPath,
            CAPem = caPem,
            CertificatePath = certificatePath,
            CertificatePem = certificatePem,
            KeyPath = keyPath,
            KeyPem = keyPem is null ? null : new RedisSecret(keyPem),
            CertificatePassword = Get<RedisSecret>(chosen, SettingName.CertificatePassword),
            CertificateThumbprint = Get<string>(chosen, SettingName.CertificateThumbprint),
            SkipCertificateCheck = Get<bool?>(chosen, SettingName.SkipCertificateCheck) ?? false,
        };
    }

    private static bool IsTlsSetting(SettingName name) => name is SettingName.TlsHost or SettingName.CACertificate or SettingName.Certificate
        or SettingName.Key or SettingName.CertificateThumbprint or SettingName.SkipCertificateCheck;

    private static (string? Path, string? Pem) PathOrPem(string? value) =>
        value is null ? (null, null) : CertificateText.IsPem(value) ? (null, CertificateText.Pem(value)) : (value, null);

    private static Dictionary<string, string> Sources(Dictionary<SettingName, SettingValue> chosen)
    {
        Dictionary<string, string> sources = new(StringComparer.OrdinalIgnoreCase);
        foreach (SettingName name in Enum.GetValues<SettingName>())
        {
            sources[name.ToString()] = chosen.TryGetValue(name, out SettingValue? value) ? value.Source : Default;
        }

        return sources;
    }

    private static T? Get<T>(Dictionary<SettingName, SettingValue> chosen, SettingName name) =>
        chosen.TryGetValue(name, out SettingValue? value) ? (T)value.Value : default;
}
