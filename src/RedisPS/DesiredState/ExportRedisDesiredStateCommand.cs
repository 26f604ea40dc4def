using System.Management.Automation;
using RedisPS.Configuration;
using RedisPS.Core.Configuration;
using RedisPS.Core.DesiredState;

namespace RedisPS.DesiredState;

/// <summary>Export-RedisDesiredState: writes what a server is as a file that Test-RedisDesiredState finds without drift.</summary>
[Cmdlet(VerbsData.Export, "RedisDesiredState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRedisDesiredStateCommand : RedisServerCmdlet
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>The file; its name says what it becomes: psd1 or JSON.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

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

    /// <summary>With passwords: those of settings as they are, those of users as SHA-256.</summary>
    [Parameter]
    public SwitchParameter IncludeSensitive { get; set; }

    /// <summary>Overwrite a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection =>
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        ConfigOutput.ThrowIfThere(path, Force && !_written.Contains(path));
        IReadOnlyDictionary<string, object?> state = Await(StateExport.ReadAsync(connection, Section, All, IncludeSensitive, StopToken));
        bool json = (As ?? (System.IO.Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? StateFormat.Json : StateFormat.Psd1)) == StateFormat.Json;
        string text = json ? DataWriter.ToJson(state) : DataWriter.ToPsd1(state, $"State of {connection.Server}, {connection.ServerVersion}, {DateTime.Now:yyyy-MM-dd HH:mm}.");
        if (ShouldProcess(path, $"Write the state of {connection}"))
        {
            _ = _written.Add(path);
            WriteObject(ConfigOutput.Write(path, text, isSecret: IncludeSensitive));
        }
    });
}
