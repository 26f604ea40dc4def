using System.Management.Automation;
using RedisPS.Core.Configuration;

namespace RedisPS.Configuration;

/// <summary>Save-RedisConfig: writes the running configuration to the server's file (CONFIG REWRITE), and looks whether it is there.</summary>
[Cmdlet(VerbsData.Save, "RedisConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ConfigSave))]
public sealed class SaveRedisConfigCommand : RedisServerCmdlet
{
    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection =>
    {
        ConfigSaver saver = new(connection);
        IReadOnlyList<ConfigFileDifference>? changes = Await(saver.PreviewAsync(StopToken));
        string preview = changes switch
        {
            null => "what would change in it is not known, because it cannot be read here",
            { Count: 0 } => "it says already what runs",
            _ => string.Join("; ", changes.Select(change => $"{change.Name} from '{change.InFile}' to '{change.Running}'")),
        };
        if (!ShouldProcess($"{saver.ConfigFile ?? "the configuration file"} of {connection}: {preview}", "Write the running configuration"))
        {
            return;
        }

        ConfigSave result = Await(saver.SaveAsync(changes, StopToken));
        WriteObject(result);
        if (result.Verified == false)
        {
            WriteError(RedisErrors.Record(
                new ConfigException(ConfigFailure.NotWritten, $"{saver.ConfigFile} was written, but {result.Note}."),
                "ConfigNotPersisted", ErrorCategory.WriteError, connection, result.Remedy));
        }
    });
}
