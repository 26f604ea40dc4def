using System.Management.Automation;
using RedisPS.Configuration;
using RedisPS.Core.DesiredState;

namespace RedisPS.DesiredState;

/// <summary>Test-RedisDesiredState: what on a server is not as a file or a table says, found out in one round trip.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RedisDesiredState", DefaultParameterSetName = PathSet)]
[OutputType(typeof(StateResult))]
[OutputType(typeof(bool))]
public sealed class TestRedisDesiredStateCommand : RedisStateCmdlet
{
    /// <summary>Only $true or $false for each connection.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection =>
    {
        StateReport report = Await(StateReport.ReadAsync(connection, Definition, StopToken));
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
