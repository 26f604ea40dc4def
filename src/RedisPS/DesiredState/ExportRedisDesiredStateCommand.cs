using System.Management.Automation;
using RedisPS.Configuration;
using RedisPS.Core.DesiredState;

namespace RedisPS.DesiredState;

/// <summary>Export-RedisDesiredState: writes what a server is as a file that Test-RedisDesiredState finds without drift.</summary>
[Cmdlet(VerbsData.Export, "RedisDesiredState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRedisDesiredStateCommand : RedisSettingExportCmdlet
{
    /// <summary>The form of the file, where the name does not say it.</summary>
    [Parameter]
    public StateFormat? As { get; set; }

    /// <summary>Only these parts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public StateSection[] Section { get; set; } = [StateSection.Configuration, StateSection.Persistence, StateSection.AclUsers];

    /// <summary>Also settings that are at their default, and those that belong to this server only, such as its port.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection => Write(connection, "state", extension =>
    {
        IReadOnlyDictionary<string, object?> state = Await(StateExport.ReadAsync(connection, Section, All, IncludeSensitive, StopToken));
        return (As ?? (extension == ".json" ? StateFormat.Json : StateFormat.Psd1)) == StateFormat.Json
            ? DataWriter.ToJson(state)
            : DataWriter.ToPsd1(state, $"State of {connection.Server}, {connection.ServerVersion}, {DateTime.Now:yyyy-MM-dd HH:mm}.");
    }));
}
