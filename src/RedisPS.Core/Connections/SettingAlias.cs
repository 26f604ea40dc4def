namespace RedisPS.Core.Connections;

/// <summary>The names that settings go by in JSON files and environment variables: <c>redis_ssl_cert</c>, <c>REDIS_SSL_CERT</c>, <c>certificatePath</c>.</summary>
internal static class SettingAlias
{
    private static readonly Dictionary<string, SettingName> s_names = new(StringComparer.Ordinal)
    {
        ["name"] = SettingName.Name,
        ["host"] = SettingName.HostName,
        ["hostname"] = SettingName.HostName,
        ["port"] = SettingName.Port,
        ["socket"] = SettingName.SocketPath,
        ["socketpath"] = SettingName.SocketPath,
        ["unixsocket"] = SettingName.SocketPath,
        ["db"] = SettingName.Database,
        ["database"] = SettingName.Database,
        ["user"] = SettingName.User,
        ["username"] = SettingName.User,
        ["password"] = SettingName.Password,
        ["ssl"] = SettingName.Tls,
        ["tls"] = SettingName.Tls,
        ["sslhost"] = SettingName.TlsHost,
        ["tlshost"] = SettingName.TlsHost,
        ["sslcacert"] = SettingName.CACertificate,
        ["sslcacerts"] = SettingName.CACertificate,
        ["cacertificate"] = SettingName.CACertificate,
        ["cacertificatepath"] = SettingName.CACertificate,
        ["sslcert"] = SettingName.Certificate,
        ["sslcertfile"] = SettingName.Certificate,
        ["certificate"] = SettingName.Certificate,
        ["certificatepath"] = SettingName.Certificate,
        ["sslkey"] = SettingName.Key,
        ["sslkeyfile"] = SettingName.Key,
        ["key"] = SettingName.Key,
        ["keypath"] = SettingName.Key,
        ["certificatepassword"] = SettingName.CertificatePassword,
        ["certificatethumbprint"] = SettingName.CertificateThumbprint,
        ["skipcertificatecheck"] = SettingName.SkipCertificateCheck,
        ["clientname"] = SettingName.ClientName,
        ["connecttimeout"] = SettingName.ConnectTimeout,
        ["connectiontimeout"] = SettingName.ConnectTimeout,
        ["operationtimeout"] = SettingName.OperationTimeout,
        ["sockettimeout"] = SettingName.OperationTimeout,
        ["keepalive"] = SettingName.KeepAlive,
        ["healthcheckinterval"] = SettingName.HealthCheckInterval,
        ["maxretry"] = SettingName.MaxRetry,
        ["maxretries"] = SettingName.MaxRetry,
        ["retrybackoff"] = SettingName.RetryBackoff,
        ["protocol"] = SettingName.Protocol,
        ["readonly"] = SettingName.ReadOnly,
    };

    /// <summary>The setting of a name; null when there is none.</summary>
    public static SettingName? Find(string name) => s_names.TryGetValue(Normal(name), out SettingName setting) ? setting : null;

    /// <summary>A name without case, separators and the prefix that many systems put before it.</summary>
    public static string Normal(string name)
    {
        string normal = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return normal.StartsWith("redis", StringComparison.Ordinal) && normal.Length > 5 ? normal[5..] : normal;
    }

    /// <summary>Why a setting of other clients has no effect here; null when it is simply unknown.</summary>
    public static string? WhyIgnored(string name) => Normal(name) switch
    {
        "maxconnections" or "minconnections" => "there is no pool to size: one connection a database carries all commands, and bulk work opens its own",
        "maxhealthcheckfailures" => "a connection that fails one health check is made anew at once",
        _ => null,
    };
}
