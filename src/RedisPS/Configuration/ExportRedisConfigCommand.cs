using System.Management.Automation;
using RedisPS.Core.Configuration;

namespace RedisPS.Configuration;

/// <summary>Export-RedisConfig: writes the settings of a running server as redis.conf, JSON or psd1.</summary>
[Cmdlet(VerbsData.Export, "RedisConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRedisConfigCommand : RedisSettingExportCmdlet
{
    /// <summary>The form of the file, where the name does not say it: .json, .psd1, anything else is a redis.conf.</summary>
    [Parameter]
    public ConfigFormat? As { get; set; }

    /// <summary>Only settings that are not at their default.</summary>
    [Parameter]
    public SwitchParameter Changed { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection =>
    {
        int leftOut = 0;
        string Text(string extension)
        {
            ConfigExport export = Await(ConfigExport.ReadAsync(connection, Changed, IncludeSensitive, StopToken));
            leftOut = export.LeftOut;
            return (As ?? Format(extension)) switch
            {
                ConfigFormat.Json => export.ToJson(),
                ConfigFormat.Psd1 => export.ToPsd1(),
                _ => export.ToConf(),
            };
        }

        if (Write(connection, "configuration", Text) && leftOut > 0)
        {
            WriteVerbose($"{leftOut} secrets of {connection} were left out; -IncludeSensitive writes them.");
        }
    });

    private static ConfigFormat Format(string extension) => extension switch
    {
        ".json" => ConfigFormat.Json,
        ".psd1" => ConfigFormat.Psd1,
        _ => ConfigFormat.Conf,
    };
}
