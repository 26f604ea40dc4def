using System.Management.Automation;
using RedisPS.Core.Configuration;

namespace RedisPS.Configuration;

/// <summary>Export-RedisConfig: writes the settings of a running server as redis.conf, JSON or psd1.</summary>
[Cmdlet(VerbsData.Export, "RedisConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRedisConfigCommand : RedisServerCmdlet
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>The file; its name says what it becomes: .json, .psd1, anything else is a redis.conf.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The form of the file, where the name does not say it.</summary>
    [Parameter]
    public ConfigFormat? As { get; set; }

    /// <summary>Only settings that are not at their default.</summary>
    [Parameter]
    public SwitchParameter Changed { get; set; }

    /// <summary>With passwords. The file can be read by its owner only.</summary>
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
        ConfigExport export = Await(ConfigExport.ReadAsync(connection, Changed, IncludeSensitive, StopToken));
        string text = (As ?? Format(path)) switch
        {
            ConfigFormat.Json => export.ToJson(),
            ConfigFormat.Psd1 => export.ToPsd1(),
            _ => export.ToConf(),
        };
        if (!ShouldProcess(path, $"Write the configuration of {connection}"))
        {
            return;
        }

        _ = _written.Add(path);
        WriteObject(ConfigOutput.Write(path, text, IncludeSensitive));
        if (export.LeftOut > 0)
        {
            WriteVerbose($"{export.LeftOut} secrets of {connection} were left out; -IncludeSensitive writes them.");
        }
    });

    private static ConfigFormat Format(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".json" => ConfigFormat.Json,
        ".psd1" => ConfigFormat.Psd1,
        _ => ConfigFormat.Conf,
    };
}
