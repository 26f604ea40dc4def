using System.Collections;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using RedisPS.Client;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Connections;

/// <summary>Connect-Redis: connects to a server and makes it the one that other commands use.</summary>
[Cmdlet(VerbsCommunications.Connect, "Redis", DefaultParameterSetName = EnvironmentSet)]
[OutputType(typeof(RedisConnection))]
public sealed class ConnectRedisCommand : RedisConnectingCmdlet
{
    private const string EnvironmentSet = "Environment";
    private const string UriSet = "Uri";
    private const string EndpointSet = "Endpoint";
    private const string StringSet = "ConnectionString";

    /// <summary>Where to: a URL (redis, rediss, valkey, valkeys, unix), host, host:port, or a StackExchange.Redis connection string.</summary>
    [Parameter(ParameterSetName = UriSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [ValidateNotNullOrEmpty]
    public string[] Uri { get; set; } = [];

    /// <summary>Host name or address.</summary>
    [Parameter(ParameterSetName = EndpointSet)]
    [Alias("ComputerName")]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>TCP port; 6379 unless set otherwise.</summary>
    [Parameter(ParameterSetName = EndpointSet)]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The path of the server's Unix socket.</summary>
    [Parameter(ParameterSetName = EndpointSet)]
    [ValidateNotNullOrEmpty]
    public string? SocketPath { get; set; }

    /// <summary>A StackExchange.Redis connection string.</summary>
    [Parameter(ParameterSetName = StringSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    /// <summary>A JSON file of settings. Parameters go before it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfigFile { get; set; }

    /// <summary>A file of environment variables (.env). Goes before the process's own variables.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentFile { get; set; }

    /// <summary>The connection's name in this session; host:port unless given. A connection of the same name is replaced.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The database to use.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Database { get; set; }

    /// <summary>How long connecting may take; 5 seconds unless set otherwise.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>How long the server may stay silent; 15 seconds unless set otherwise, 0 for ever.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? OperationTimeout { get; set; }

    /// <summary>After how long of idleness TCP checks the other side; 30 seconds unless set otherwise.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? KeepAlive { get; set; }

    /// <summary>How often an idle connection is checked with PING; never unless set.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthCheckInterval { get; set; }

    /// <summary>How often connecting, and commands that only read, are tried again; 3 unless set otherwise.</summary>
    [Parameter]
    [Alias("ConnectRetry")]
    [ValidateRange(0, 1000)]
    public int? MaxRetry { get; set; }

    /// <summary>The wait before the first retry, doubled with each; 200 ms unless set otherwise.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? RetryBackoff { get; set; }

    /// <summary>RESP2, RESP3, or whichever the server has.</summary>
    [Parameter]
    public RedisProtocol? Protocol { get; set; }

    /// <summary>What the server calls its commands: @{ CONFIG = 'xconfig'; FLUSHALL = $null }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? CommandMap { get; set; }

    /// <summary>Refuse everything that may change something.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>The name that CLIENT LIST shows on the server; RedisPS unless set otherwise.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientName { get; set; }

    /// <summary>Do not make it the connection that other commands use.</summary>
    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case UriSet:
                foreach (string uri in Uri)
                {
                    // One of several that fails does not stop the others; a single one that fails leaves nothing to go on with.
                    Connect(() => AddressText.Parse(uri), terminating: Uri.Length == 1 && !MyInvocation.ExpectingInput);
                }

                break;
            case StringSet:
                Connect(() => StackExchangeConnectionString.Parse(ConnectionString!), terminating: true);
                break;
            default:
                Connect(() => new SettingLayer(), terminating: true);
                break;
        }
    }

    private void Connect(Func<SettingLayer> address, bool terminating)
    {
        object? target = null;
        try
        {
            ConnectionSettings settings = Resolve(address());
            target = settings.Options.Endpoint;
            foreach (string note in settings.Notes)
            {
                WriteVerbose(note);
            }

            WriteVerbose($"Connecting to {settings}.");
            RedisClient client = Await(RedisClient.ConnectAsync(settings.Options, StopToken));
            ConnectionRegistry registry = ConnectionRegistry.Current;
            RedisConnection connection = new(settings.Name ?? registry.FreeName(client.Endpoint.ToString()), client, settings);
            registry.Add(connection, makeDefault: !NoDefault)?.Dispose();
            WriteObject(connection);
        }
        catch (RedisException e) when (terminating)
        {
            ThrowTerminatingError(RedisErrors.From(e, target));
        }
        catch (RedisException e)
        {
            WriteRedisError(e, target);
        }
    }

    private ConnectionSettings Resolve(SettingLayer address) => ConnectionResolver.Resolve(
    [
        Parameters(),
        address,
        ConfigFile is null ? new SettingLayer() : ConnectionFile.Read(GetUnresolvedProviderPathFromPSPath(ConfigFile)),
        EnvironmentFile is null ? new SettingLayer() : EnvironmentSettings.ReadFile(GetUnresolvedProviderPathFromPSPath(EnvironmentFile)),
        EnvironmentSettings.Read(Environment.GetEnvironmentVariable),
    ]);

    private SettingLayer Parameters()
    {
        SettingLayer layer = Identity();
        Add(SettingName.Name, nameof(Name), Name);
        Add(SettingName.HostName, nameof(HostName), HostName);
        Add(SettingName.Port, nameof(Port), Port);
        Add(SettingName.SocketPath, nameof(SocketPath), SocketPath is null ? null : GetUnresolvedProviderPathFromPSPath(SocketPath));
        Add(SettingName.Database, nameof(Database), Database);
        Add(SettingName.ConnectTimeout, nameof(ConnectTimeout), ConnectTimeout);
        Add(SettingName.OperationTimeout, nameof(OperationTimeout), OperationTimeout);
        Add(SettingName.KeepAlive, nameof(KeepAlive), KeepAlive);
        Add(SettingName.HealthCheckInterval, nameof(HealthCheckInterval), HealthCheckInterval);
        Add(SettingName.MaxRetry, nameof(MaxRetry), MaxRetry);
        Add(SettingName.RetryBackoff, nameof(RetryBackoff), RetryBackoff);
        Add(SettingName.Protocol, nameof(Protocol), Protocol);
        Add(SettingName.CommandMap, nameof(CommandMap), CommandMap is null ? null : Map(CommandMap));
        Add(SettingName.ReadOnly, nameof(ReadOnly), IsGiven(nameof(ReadOnly)) ? ReadOnly.ToBool() : null);
        Add(SettingName.ClientName, nameof(ClientName), ClientName);
        return layer;

        void Add(SettingName setting, string parameter, object? value) => Put(layer, setting, parameter, value);
    }

    private static Dictionary<string, string?> Map(IDictionary pairs)
    {
        Dictionary<string, string?> map = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry pair in pairs)
        {
            string? name = pair.Value?.ToString();
            map[pair.Key.ToString()!] = string.IsNullOrEmpty(name) ? null : name;
        }

        return map;
    }
}
