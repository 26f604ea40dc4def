using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Configuration;

namespace RedisPS.Configuration;

/// <summary>Get-RedisConfig: the settings of a running server (CONFIG GET), typed, with units and defaults.</summary>
[Cmdlet(VerbsCommon.Get, "RedisConfig")]
[OutputType(typeof(ConfigSetting))]
public sealed class GetRedisConfigCommand : RedisServerCmdlet
{
    /// <summary>The settings; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ConfigNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only settings that are not at their default.</summary>
    [Parameter]
    public SwitchParameter Changed { get; set; }

    /// <summary>Show secrets.</summary>
    [Parameter]
    public SwitchParameter IncludeSensitive { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ConfigServers.ForEach(this, Connection, connection =>
    {
        IReadOnlyList<ConfigSetting> settings = Await(ConfigReader.ReadAsync(connection, Name, IncludeSensitive, StopToken));
        foreach (string name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !settings.Any(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))))
        {
            WriteError(RedisErrors.NotFound("ConfigUnknown", $"{connection} has no setting '{name}'.", name, "Get-RedisConfig lists what it has; wildcards are allowed."));
        }

        WriteObject(Changed ? settings.Where(setting => setting.IsDefault == false) : settings, enumerateCollection: true);
    });
}
