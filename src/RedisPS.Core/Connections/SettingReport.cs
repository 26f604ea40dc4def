using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>Shows a connection's settings and their sources without showing secrets.</summary>
public static class SettingReport
{
    private const string Hidden = "***";

    /// <summary>One line a setting.</summary>
    public static IEnumerable<ConnectionSetting> Of(RedisConnection connection)
    {
        foreach (SettingName name in Enum.GetValues<SettingName>())
        {
            string value = name == SettingName.Name ? connection.Name : Value(connection.Settings.Options, name);
            yield return new ConnectionSetting(connection.Name, name, value, connection.Settings.Sources.GetValueOrDefault(name.ToString(), "default"));
        }
    }

    private static string Value(RedisClientOptions options, SettingName name) => name switch
    {
        SettingName.HostName => options.Endpoint.Host,
        SettingName.Port => options.Endpoint.UnixSocketPath is null ? options.Endpoint.Port.ToString(CultureInfo.InvariantCulture) : "",
        SettingName.SocketPath => options.Endpoint.UnixSocketPath ?? "",
        SettingName.Database => options.Database.ToString(CultureInfo.InvariantCulture),
        SettingName.User => options.User ?? "",
        SettingName.Password => options.Password is null ? "" : Hidden,
        SettingName.Tls => (options.Tls is not null).ToString(),
        SettingName.TlsHost => options.Tls?.TargetHost ?? "",
        SettingName.CACertificate => options.Tls?.CACertificatePath ?? (options.Tls?.CAPem is null ? "" : "(inline)"),
        SettingName.Certificate => options.Tls?.CertificatePath ?? (options.Tls?.CertificatePem is null ? "" : "(inline)"),
        SettingName.Key => options.Tls?.KeyPath ?? (options.Tls?.KeyPem is null ? "" : Hidden),
        SettingName.CertificatePassword => options.Tls?.CertificatePassword is null ? "" : Hidden,
        SettingName.CertificateThumbprint => options.Tls?.CertificateThumbprint ?? "",
        SettingName.SkipCertificateCheck => (options.Tls?.SkipCertificateCheck ?? false).ToString(),
        SettingName.ClientName => options.ClientName ?? "",
        SettingName.ConnectTimeout => DurationText.Format(options.ConnectTimeout),
        SettingName.OperationTimeout => DurationText.Format(options.OperationTimeout),
        SettingName.KeepAlive => DurationText.Format(options.KeepAlive),
        SettingName.HealthCheckInterval => options.HealthCheckInterval is { } interval ? DurationText.Format(interval) : "",
        SettingName.MaxRetry => options.MaxRetry.ToString(CultureInfo.InvariantCulture),
        SettingName.RetryBackoff => DurationText.Format(options.RetryBackoff),
        SettingName.Protocol => options.Protocol.ToString(),
        SettingName.CommandMap => string.Join(", ", (options.CommandMap ?? new Dictionary<string, string?>()).Select(pair => $"{pair.Key}={pair.Value}")),
        SettingName.ReadOnly => options.ReadOnly.ToString(),
        _ => "",
    };
}
