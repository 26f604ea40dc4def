using System.Collections;
using System.Globalization;
using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core.Hosts;
using RedisPS.Core.Installation;
using RedisPS.Service;
using RedisPS.Transformations;

namespace RedisPS.Installation;

/// <summary>Install-Redis: installs a server and sets it before its first start.</summary>
[Cmdlet(VerbsLifecycle.Install, "Redis", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(InstallResult))]
public sealed class InstallRedisCommand : RedisCmdlet
{
    /// <summary>Redis, Valkey or Garnet.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProductCompleter))]
    public ServerProduct Product { get; set; } = ServerProduct.Redis;

    /// <summary>What installs it. Without it: what this machine has.</summary>
    [Parameter]
    public InstallProvider? Provider { get; set; }

    /// <summary>The version, or its beginning. Without it: the newest that the provider has.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    /// <summary>Settings as a configuration file has them; an array makes several lines.</summary>
    [Parameter]
    [Alias("Configuration")]
    [ValidateNotNull]
    public IDictionary? Setting { get; set; }

    /// <summary>The port it listens on.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>How much memory its data may take.</summary>
    [Parameter]
    [SizeTransformation]
    public long? MaxMemory { get; set; }

    /// <summary>What it does when its memory is full.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EvictionPolicy { get; set; }

    /// <summary>Start it and wait until it answers; restart it where it runs with other settings.</summary>
    [Parameter]
    public SwitchParameter StartService { get; set; }

    /// <summary>Let it start with the machine.</summary>
    [Parameter]
    public SwitchParameter EnableService { get; set; }

    /// <summary>The image of a container.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Image { get; set; }

    /// <summary>The name of a container.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContainerName { get; set; }

    /// <summary>The volume, or the folder, of a container's data.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Volume { get; set; }

    /// <summary>How long the start may take.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    protected override void Begin()
    {
        Installer installer = new(HostSystem.Current);
        InstallPlan plan = Await(installer.PlanAsync(Request(), StopToken));
        string what = $"{Product} with {plan.Provider} ({plan.PackageName})";
        if (!plan.Changes)
        {
            WriteVerbose($"{what} is there as wanted; nothing to do.");
        }
        else
        {
            string text = $"Install {what}:{Environment.NewLine}{plan}";
            if (!ShouldProcess(text, text + Environment.NewLine + "Continue?", "Confirm"))
            {
                return;
            }
        }

        StepProgress progress = new(this, $"Installing {what}");
        try
        {
            WriteObject(Await(installer.RunAsync(plan, progress.Tell, StopToken), progress.Show));
        }
        finally
        {
            progress.Complete();
        }
    }

    private InstallRequest Request()
    {
        Dictionary<string, IReadOnlyList<string>> settings = new(SettingTable.Read(Setting), StringComparer.OrdinalIgnoreCase);
        if (Port is { } port)
        {
            settings["port"] = [port.ToString(CultureInfo.InvariantCulture)];
        }

        if (MaxMemory is { } bytes)
        {
            settings["maxmemory"] = [bytes.ToString(CultureInfo.InvariantCulture)];
        }

        if (EvictionPolicy is not null)
        {
            settings["maxmemory-policy"] = [EvictionPolicy];
        }

        return new InstallRequest
        {
            Product = Product,
            Provider = Provider ?? (Image is null && ContainerName is null ? null : InstallProvider.Docker),
            Version = Version,
            Settings = settings,
            StartService = StartService,
            EnableService = EnableService,
            Image = Image,
            ContainerName = ContainerName,
            Volume = Volume,
            Timeout = Timeout,
        };
    }
}
