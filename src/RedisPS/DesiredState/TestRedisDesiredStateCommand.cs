using System.Collections;
using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Core.DesiredState;
using RedisPS.Transformations;

namespace RedisPS.DesiredState;

/// <summary>Test-RedisDesiredState: what on a server is not as a file or a table says, found out in one round trip.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RedisDesiredState", DefaultParameterSetName = PathSet)]
[OutputType(typeof(StateResult))]
[OutputType(typeof(bool))]
public sealed class TestRedisDesiredStateCommand : RedisCmdlet
{
    private const string PathSet = "Path";
    private const string StateSet = "State";

    /// <summary>The file: psd1 or JSON. It is read, never run.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The state itself: @{ Configuration = @{ }; Persistence = @{ }; AclUsers = @{ } }.</summary>
    [Parameter(ParameterSetName = StateSet, Mandatory = true)]
    [ValidateNotNull]
    public IDictionary? State { get; set; }

    /// <summary>Only these parts of it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public StateSection[]? Section { get; set; }

    /// <summary>Only $true or $false for each connection.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The connections to use, as objects or names (wildcards allowed). Without it: the session's current connection.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public RedisConnection[]? Connection { get; set; }

    private StateDefinition? _definition;

    /// <inheritdoc/>
    protected override void Begin() => _definition = StateInput.Read(this, Path, State, Section);

    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection =>
    {
        StateReport report = Await(StateReport.ReadAsync(connection, _definition!, StopToken));
        StateInput.WriteErrors(this, report.Errors, connection);
        if (Quiet)
        {
            WriteObject(report.InDesiredState);
        }
        else
        {
            WriteObject(report.Results, enumerateCollection: true);
        }
    });
}
