using RedisPS.Client;

namespace RedisPS.Core.Service;

/// <summary>How to look into a service's server: who with.</summary>
/// <param name="User">The ACL user; null for the default one.</param>
/// <param name="Password">The password; null takes the one in the service's configuration file, where it can be read.</param>
public sealed record ServiceAccess(string? User = null, RedisSecret? Password = null)
{
    /// <summary>How to connect to a service.</summary>
    internal RedisClientOptions OptionsFor(RedisService service)
    {
        string? configured = service.Configuration?.Value("requirepass");
        RedisSecret? password = Password ?? (string.IsNullOrEmpty(configured) ? null : new RedisSecret(configured));
        return new RedisClientOptions
        {
            Endpoint = new RedisEndpoint(service.HostName, service.Port ?? RedisEndpoint.DefaultPort, service.Port is null ? service.SocketPath : null),

            // The certificate is not checked here, so nothing secret is sent, and no name either, which would not do without: whether it answers is seen.
            User = service.Tls ? null : User,
            Password = service.Tls ? null : password,
            Tls = service.Tls ? new RedisTlsOptions { SkipCertificateCheck = true } : null,
            MaxRetry = 0,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            ClientName = "RedisPS-service",
        };
    }
}
