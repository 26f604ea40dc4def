using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Connections;

/// <summary>Test-RedisConnection: tries a connection stage by stage, and says where it fails and what to do.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RedisConnection", DefaultParameterSetName = ConnectionSet)]
[OutputType(typeof(ConnectionTest), typeof(ConnectionTestStage), typeof(bool))]
public sealed class TestRedisConnectionCommand : RedisConnectingCmdlet
{
    private const string ConnectionSet = "Connection";
    private const string UriSet = "Uri";

    /// <summary>Where to: a URL, host, host:port, or a connection string. Credentials may come from the environment.</summary>
    [Parameter(ParameterSetName = UriSet, Mandatory = true, Position = 0)]
    [Alias("Url")]
    [ValidateNotNullOrEmpty]
    public string[] Uri { get; set; } = [];

    /// <summary>The connections to test. Without it: the current one, or what Connect-Redis without arguments would connect to.</summary>
    [Parameter(ParameterSetName = ConnectionSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public RedisConnection[]? Connection { get; set; }

    /// <summary>Return every stage instead of one summary.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Return only $true or $false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How often to test, a second apart.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <summary>How long one test may take, instead of the connection's own timeout.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        SettingLayer identity = Identity();
        if (ParameterSetName == UriSet)
        {
            foreach (string uri in Uri)
            {
                Test("", ConnectionResolver.Resolve([identity, AddressText.Parse(uri), EnvironmentSettings.Read(Environment.GetEnvironmentVariable)]).Options);
            }
        }
        else if (Connection is null && (identity.Values.Count > 0 || ConnectionRegistry.Current.Default is null))
        {
            Test("", ConnectionResolver.Resolve([identity, EnvironmentSettings.Read(Environment.GetEnvironmentVariable)]).Options);
        }
        else if (identity.Values.Count > 0)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("ArgumentMissing", "A connection has its user and its certificates already.", null, "Give an address (-Uri) to test it with others."));
        }
        else
        {
            foreach (RedisConnection connection in ConnectionRegistry.Resolve(this, Connection))
            {
                Test(connection.Name, connection.Client.Options with { Database = connection.Database });
            }
        }
    }

    private void Test(string name, RedisClientOptions options)
    {
        options = Timeout is { } timeout ? options with { ConnectTimeout = timeout } : options;
        bool all = true;
        for (int attempt = 1; attempt <= Count; attempt++)
        {
            ConnectionTest test = new(name, options.Endpoint.ToString(), attempt, Await(ConnectionProbe.RunAsync(options, StopToken)));
            all &= test.Succeeded;
            if (Detailed && !Quiet)
            {
                WriteObject(test.Stages, enumerateCollection: true);
            }
            else if (!Quiet)
            {
                WriteObject(test);
            }

            if (attempt < Count)
            {
                Await(Task.Delay(TimeSpan.FromSeconds(1), StopToken));
            }
        }

        if (Quiet)
        {
            WriteObject(all);
        }
    }
}
