using System.Globalization;
using System.Management.Automation;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Core.Persistence;
using RedisPS.Transformations;

namespace RedisPS.Persistence;

/// <summary>Set-RedisPersistence: when a server saves, and how its append-only file is kept.</summary>
[Cmdlet(VerbsCommon.Set, "RedisPersistence", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PresetSet)]
[OutputType(typeof(RedisPersistence))]
public sealed class SetRedisPersistenceCommand : RedisServerCmdlet
{
    private const string PresetSet = "Preset";
    private const string RuleSet = "Rule";

    /// <summary>How often it saves by itself.</summary>
    [Parameter(ParameterSetName = PresetSet)]
    public SnapshotPreset? SnapshotPreset { get; set; }

    /// <summary>Rules of one's own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RuleSet)]
    [ValidateNotNullOrEmpty]
    public string[] SnapshotRule { get; set; } = [];

    /// <summary>The append-only file on or off.</summary>
    [Parameter]
    public bool? AppendOnly { get; set; }

    /// <summary>When the append-only file is forced to disk.</summary>
    [Parameter]
    [ValidateSet("always", "everysec", "no")]
    public string? AppendFsync { get; set; }

    /// <summary>By how many percent it may grow before it is rewritten.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? AutoRewritePercent { get; set; }

    /// <summary>How large it must be for that.</summary>
    [Parameter]
    [SizeTransformation]
    [ValidateRange(0L, long.MaxValue)]
    public long? AutoRewriteMinSize { get; set; }

    /// <summary>Also write it to the server's configuration file.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>Return only when an append-only file that was turned on is there.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for it.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    protected override void Process()
    {
        Dictionary<string, string> settings = Settings();
        if (settings.Count == 0)
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("NothingToSet", "Nothing to set was given.", null, "Give -SnapshotPreset, -SnapshotRule, -AppendOnly, -AppendFsync, -AutoRewritePercent or -AutoRewriteMinSize."));
        }

        ForEachConnection(connection => Set(connection, settings));
    }

    private Dictionary<string, string> Settings()
    {
        Dictionary<string, string> settings = [];
        if (SnapshotPreset is { } preset)
        {
            settings["save"] = SnapshotRules.Text(SnapshotRules.Of(preset));
        }
        else if (ParameterSetName == RuleSet)
        {
            try
            {
                settings["save"] = SnapshotRules.Text(SnapshotRule.SelectMany(SaveRule.Parse));
            }
            catch (FormatException e)
            {
                ThrowTerminatingError(RedisErrors.InvalidArgument("SnapshotRuleInvalid", e.Message, SnapshotRule));
            }
        }

        if (AppendOnly is { } on)
        {
            settings["appendonly"] = on ? "yes" : "no";
        }

        if (AppendFsync is not null)
        {
            settings["appendfsync"] = AppendFsync.ToLowerInvariant();
        }

        if (AutoRewritePercent is { } percent)
        {
            settings["auto-aof-rewrite-percentage"] = percent.ToString(CultureInfo.InvariantCulture);
        }

        if (AutoRewriteMinSize is { } size)
        {
            settings["auto-aof-rewrite-min-size"] = size.ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }

    private void Set(RedisConnection connection, Dictionary<string, string> settings)
    {
        ConfigStore store = new(connection.Client, connection.Name);
        ConfigPlan plan = Await(store.PlanAsync(settings, new ConfigSetOptions { Persist = Persist }, StopToken));
        plan.ThrowIfItCannotPersist();
        string what = string.Join("; ", plan.Expected().Where(change => change.Changed).Select(change => $"{change.Name} from '{change.Previous}' to '{change.Value}'"));
        if (!plan.IsEmpty && !ShouldProcess(connection.Server, what.Length > 0 ? $"Set {what}" : "Write the configuration file"))
        {
            return;
        }

        IReadOnlyList<ConfigChange> changes = plan.IsEmpty ? plan.Expected() : Await(store.ApplyAsync(plan, StopToken));
        if (Wait && settings.GetValueOrDefault("appendonly") == "yes")
        {
            Await(new AppendOnlyWait(connection.Client).RunAsync(Timeout, StopToken));
        }

        RedisPersistence now = Await(PersistenceReader.ReadAsync(connection.Client, connection.Name, StopToken));
        if (now is { IsAppendOnly: false, SaveRules.Count: 0 } && changes.Any(change => change.Changed))
        {
            WriteWarning($"{connection.Server} saves nothing by itself now: neither snapshots nor an append-only file. What it holds is lost when it stops without SAVE.");
        }

        WriteObject(now with { Changes = changes });
        ConfigChange[] lost = Persist ? changes.Where(change => change.Persisted == false).ToArray() : [];
        if (lost.Length > 0)
        {
            WriteError(RedisErrors.ConfigNotPersisted(connection.ToString(), lost.Select(change => change.Name), lost[0].Note, connection));
        }
    }
}
