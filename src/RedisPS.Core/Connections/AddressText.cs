using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>Reads an address in whatever form people have it: a URL, a StackExchange.Redis connection string, <c>host</c>, <c>host:port</c>, the path of a socket.</summary>
public static class AddressText
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="RedisConfigurationException">It is none of these.</exception>
    public static SettingLayer Parse(string text)
    {
        if (RedisUri.LooksLikeUri(text))
        {
            return RedisUri.Parse(text);
        }

        if (text.Contains(',', StringComparison.Ordinal) || text.Contains('=', StringComparison.Ordinal))
        {
            return StackExchangeConnectionString.Parse(text);
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            // Not shown: what stands before the @ is a password.
            throw new RedisConfigurationException("An address with a user or password is written as a URL: redis://user:password@host:port.");
        }

        const string Source = "address";
        RedisEndpoint endpoint = RedisEndpoint.Parse(text);
        SettingLayer layer = new();
        if (endpoint.UnixSocketPath is { } path)
        {
            layer.Set(SettingName.SocketPath, path, Source);
        }
        else
        {
            layer.Set(SettingName.HostName, endpoint.Host, Source);
            layer.Set(SettingName.Port, endpoint.Port, Source);
        }

        return layer;
    }
}
