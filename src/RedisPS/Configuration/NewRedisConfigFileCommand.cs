using System.Collections;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Configuration;
using RedisPS.DesiredState;

namespace RedisPS.Configuration;

/// <summary>New-RedisConfigFile: writes a configuration for a new server, as redis.conf or for docker compose.</summary>
[Cmdlet(VerbsCommon.New, "RedisConfigFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class NewRedisConfigFileCommand : RedisCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What the server is for.</summary>
    [Parameter(Position = 1)]
    public ConfigProfile Profile { get; set; } = ConfigProfile.Durable;

    /// <summary>Settings that shall be otherwise than in the profile, or besides.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Setting { get; set; } = new Hashtable();

    /// <summary>A redis.conf, or a file for docker compose.</summary>
    [Parameter]
    public NewConfigFormat As { get; set; } = NewConfigFormat.Conf;

    /// <summary>The product, for docker compose: Redis or Valkey.</summary>
    [Parameter]
    [ValidateSet("Redis", "Valkey")]
    public string Product { get; set; } = nameof(ServerProduct.Redis);

    /// <summary>The image, for docker compose.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>Overwrite a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        ConfigOutput.ThrowIfThere(path, Force);
        ConfigTemplate template = ConfigTemplate.Create(Profile, StateInput.Table(Setting));
        bool valkey = Product.Equals(nameof(ServerProduct.Valkey), StringComparison.OrdinalIgnoreCase);
        string text = As == NewConfigFormat.Conf
            ? template.ToConf()
            : template.ToCompose(Image ?? (valkey ? "valkey/valkey:8-alpine" : "redis:8-alpine"), valkey ? "valkey-server" : "redis-server");
        if (ShouldProcess(path, $"Write a configuration for a {Profile} server"))
        {
            WriteObject(ConfigOutput.Write(path, text, template.HasSecret));
        }
    }
}
