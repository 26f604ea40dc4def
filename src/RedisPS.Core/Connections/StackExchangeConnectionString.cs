using System.Globalization;
using RedisPS.Client;

namespace RedisPS.Core.Connections;

/// <summary>Reads the connection strings of StackExchange.Redis, as cloud portals hand them out: <c>host:6380,password=...,ssl=True,abortConnect=False</c>.</summary>
public static class StackExchangeConnectionString
{
    private const string Source = "connection string";

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The string. Never shown in errors: it may carry a password.</param>
    /// <param name="source">Where it came from.</param>
    /// <exception cref="RedisConfigurationException">It cannot be read, or asks for something that is not supported.</exception>
    public static SettingLayer Parse(string text, string source = Source)
    {
        SettingLayer layer = new();
        List<string> endpoints = [];
        Dictionary<string, string?> commands = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                endpoints.Add(part);
                continue;
            }

            string name = part[..equals].Trim();
            string value = part[(equals + 1)..].Trim();
            if (name.StartsWith('$'))
            {
                commands[name[1..]] = value.Length == 0 ? null : value;
            }
            else
            {
                Read(layer, name, value, $"{source} {name}");
            }
        }

        if (commands.Count > 0)
        {
            layer.Set(SettingName.CommandMap, commands, $"{source} $");
        }

        SetEndpoint(layer, endpoints, source);
        return layer;
    }

    private static void SetEndpoint(SettingLayer layer, List<string> endpoints, string source)
    {
        if (endpoints.Count == 0)
        {
            throw new RedisConfigurationException($"{source}: there is no host in it. It starts with host:port.");
        }

        if (endpoints.Count > 1)
        {
            layer.Note($"{source}: the first of {endpoints.Count} endpoints is used; cluster and Sentinel are not supported yet.");
        }

        // 6380 is where that client expects TLS.
        bool tls = layer.Values.TryGetValue(SettingName.Tls, out SettingValue? value) && value.Value is true;
        RedisEndpoint endpoint;
        try
        {
            endpoint = RedisEndpoint.Parse(endpoints[0].TrimStart('!'), tls ? 6380 : RedisEndpoint.DefaultPort);
        }
        catch (RedisConfigurationException)
        {
            throw new RedisConfigurationException($"{source}: host or port cannot be read. It starts with host:port, and settings follow as name=value, separated by commas.");
        }

        if (endpoint.UnixSocketPath is { } path)
        {
            layer.Set(SettingName.SocketPath, path, source);
            return;
        }

        layer.Set(SettingName.HostName, endpoint.Host, source);
        layer.Set(SettingName.Port, endpoint.Port, source);
        layer.Set(SettingName.Tls, false, source);
    }

    private static void Read(SettingLayer layer, string name, string value, string source)
    {
        switch (name.ToLowerInvariant())
        {
            case "password":
                layer.SetText(SettingName.Password, value, source);
                break;
            case "user":
                layer.SetText(SettingName.User, value, source);
                break;
            case "name":
                layer.SetText(SettingName.ClientName, value, source);
                break;
            case "defaultdatabase":
                layer.SetText(SettingName.Database, value, source);
                break;
            case "ssl":
                layer.SetText(SettingName.Tls, value, source);
                break;
            case "sslhost":
                layer.SetText(SettingName.TlsHost, value, source);
                break;
            case "connecttimeout":
                layer.Set(SettingName.ConnectTimeout, Milliseconds(value, source), source);
                break;
            case "asynctimeout":
                layer.Set(SettingName.OperationTimeout, Milliseconds(value, source), source);
                break;
            case "synctimeout" or "responsetimeout":
                layer.Set(SettingName.OperationTimeout, Milliseconds(value, source), source);
                break;
            case "keepalive":
                // -1 is "never" there.
                layer.Set(SettingName.KeepAlive, value.StartsWith('-') ? TimeSpan.Zero : Milliseconds(value, source) * 1000, source);
                break;
            case "connectretry":
                layer.SetText(SettingName.MaxRetry, value, source);
                break;
            case "protocol":
                layer.SetText(SettingName.Protocol, value, source);
                break;
            case "servicename":
                throw new RedisConfigurationException($"{source}: Sentinel is not supported yet. Connect to the primary itself.");
            case "proxy" when !value.Equals("None", StringComparison.OrdinalIgnoreCase):
                layer.Note($"{source} is ignored: a proxy is spoken to like a server.");
                break;
            case "abortconnect":
                layer.Note($"{source} is ignored: Connect-Redis reports a failure at once, and a connection that is lost later comes back by itself.");
                break;
            case "allowadmin":
                layer.Note($"{source} is ignored: administration is what this is for. Use -ReadOnly to refuse writes.");
                break;
            case "channelprefix":
                layer.Note($"{source} is ignored: nothing is added to names.");
                break;
            case "checkcertificaterevocation" or "sslprotocols":
                layer.Note($"{source} is ignored: the operating system's policy applies.");
                break;
            case "configchannel" or "configcheckseconds" or "tiebreaker" or "highintegrity" or "heartbeatinterval" or "resolvedns" or "version"
                or "writebuffer" or "setlib" or "libname" or "tunnel" or "proxy" or "preserveasyncorder" or "includedetailinexceptions" or "includeperformancecountersinexceptions":
                layer.Note($"{source} is ignored: it tunes the inside of another client.");
                break;
            default:
                // The name is shown, the value is not: a password with a comma in it ends up here.
                layer.Note($"{source} is ignored: there is no such setting.");
                break;
        }
    }

    private static TimeSpan Milliseconds(string text, string source) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? TimeSpan.FromMilliseconds(number)
            : throw new RedisConfigurationException($"{source}: a whole number is expected.");
}
