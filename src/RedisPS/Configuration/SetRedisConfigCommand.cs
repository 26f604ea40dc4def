using System.Collections;
using System.Globalization;
using System.Management.Automation;
using RedisPS.Access;
using RedisPS.Client;
using RedisPS.Completers;
using RedisPS.Core;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;
using RedisPS.Transformations;

namespace RedisPS.Configuration;

/// <summary>Set-RedisConfig: makes a running server have these settings (CONFIG SET), in one change, and says what was before.</summary>
[Cmdlet(VerbsCommon.Set, "RedisConfig", DefaultParameterSetName = SingleSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ConfigChange))]
public sealed class SetRedisConfigCommand : RedisCmdlet
{
    private const string SingleSet = "Single";
    private const string ManySet = "Many";

    private readonly List<(RedisConnection Connection, Dictionary<string, string> Settings)> _wanted = [];

    /// <summary>The setting.</summary>
    [Parameter(ParameterSetName = SingleSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    [Parameter(ParameterSetName = SingleSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigValueCompleter))]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Value { get; set; }

    /// <summary>Several settings: name = value.</summary>
    [Parameter(ParameterSetName = ManySet, Mandatory = true)]
    [ValidateNotNull]
    public IDictionary Setting { get; set; } = new Hashtable();

    /// <summary>Write the configuration file too.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>Undo the change by itself after this time, unless Confirm-RedisChange is called.</summary>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(TimeToLiveCompleter))]
    public TimeSpan RevertAfter { get; set; }

    /// <summary>No question.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The connections to use, as objects or names (wildcards allowed). Without it: the session's current connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Session", "ConnectionName")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public RedisConnection[]? Connection { get; set; }

    private bool Reverts => MyInvocation.BoundParameters.ContainsKey(nameof(RevertAfter));

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Reverts && (RevertAfter < TimeSpan.FromSeconds(1) || RevertAfter > TimeSpan.FromDays(1)))
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("RevertAfterInvalid", "The time to undo a change must be between a second and a day.", RevertAfter));
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        IEnumerable<(string, object?)> given = ParameterSetName == ManySet
            ? Setting.Cast<DictionaryEntry>().Select(entry => (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value))
            : [(Name, Value)];
        (string Name, string Text)[] texts = given.Select(setting => (setting.Item1.Trim().ToLowerInvariant(), SettingText.Of(setting.Item1, setting.Item2))).ToArray();
        foreach (RedisConnection connection in ConnectionRegistry.Resolve(this, Connection))
        {
            Dictionary<string, string> settings = SettingsOf(connection);
            foreach ((string name, string text) in texts)
            {
                settings[name] = text;
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach ((RedisConnection connection, Dictionary<string, string> settings) in _wanted)
        {
            ConfigServers.ForEach(this, [connection], _ => Change(connection, settings));
        }
    }

    private Dictionary<string, string> SettingsOf(RedisConnection connection)
    {
        int index = _wanted.FindIndex(entry => ReferenceEquals(entry.Connection, connection));
        if (index < 0)
        {
            index = _wanted.Count;
            _wanted.Add((connection, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)));
        }

        return _wanted[index].Settings;
    }

    private void Change(RedisConnection connection, Dictionary<string, string> settings)
    {
        ConfigStore store = new(connection.Client, connection.Name);
        ConfigPlan plan = Await(store.PlanAsync(settings, new ConfigSetOptions { Persist = Persist }, StopToken));
        plan.ThrowIfItCannotPersist();
        if (!plan.IsEmpty && !Agreed(connection, plan))
        {
            return;
        }

        IReadOnlyList<ConfigChange> changes = Reverts && plan.Different.Count > 0 ? Await(ChangeForNowAsync(connection, store, plan)) : Await(store.ApplyAsync(plan, StopToken));
        WriteObject(changes, enumerateCollection: true);
        Tell(connection, changes, plan);
    }

    private bool Agreed(RedisConnection connection, ConfigPlan plan)
    {
        string what = plan.Different.Count == 0
            ? $"Write the running configuration of {connection} to its file"
            : $"Set on {connection}: {string.Join("; ", plan.Expected().Where(change => change.Changed).Select(change => $"{change.Name} from '{change.Previous}' to '{change.Value}'"))}";
        string how = (Persist.IsPresent, Reverts) switch
        {
            (true, true) => $"; undone after {DurationText.Format(RevertAfter)} unless confirmed, and then written to its configuration file",
            (false, true) => $"; undone after {DurationText.Format(RevertAfter)} unless confirmed",
            (true, false) when plan.Different.Count > 0 => "; and in its configuration file",
            _ => "",
        };
        string danger = !Reverts && plan.Different.Any(setting => ConfigCatalogue.CanLockOut(setting.Key))
            ? ". A wrong value here can leave nobody able to connect: -RevertAfter 2m undoes the change unless it is confirmed"
            : "";

        // What undoes itself needs no second thought.
        int risky = Reverts ? 0 : plan.Different.Count(setting => ConfigCatalogue.IsRisky(setting.Key));
        return ConfirmMassChange(what + how + danger + ".", risky, 1, Force);
    }

    private async Task<IReadOnlyList<ConfigChange>> ChangeForNowAsync(RedisConnection connection, ConfigStore store, ConfigPlan plan)
    {
        // First the undoing is made sure of, then the change is made.
        PendingChange pending = await PendingChanges.ArmAsync(
            connection.Client, connection.Name, plan.Different.Select(setting => setting.Key).ToArray(), store.UndoCommands(plan), RevertAfter, Persist, StopToken).ConfigureAwait(false);
        try
        {
            return await store.ApplyAsync(plan, StopToken, pending).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Command?.StartsWith("CONFIG SET", StringComparison.Ordinal) == true)
        {
            // Refused: nothing was changed. In all other cases it may have been, and the undoing stays armed.
            PendingChanges.Abandon(pending);
            throw;
        }
    }

    private void Tell(RedisConnection connection, IReadOnlyList<ConfigChange> changes, ConfigPlan plan)
    {
        ConfigChange[] lost = Persist && !Reverts ? changes.Where(change => change.Persisted == false).ToArray() : [];
        if (lost.Length > 0)
        {
            WriteError(RedisErrors.ConfigNotPersisted(connection.ToString(), lost.Select(change => change.Name), lost[0].Note, connection));
        }

        if (changes.Any(change => change is { Name: "requirepass", Changed: true }))
        {
            // What may undo itself is not gone over to: the connection would then have the wrong one.
            string? password = Reverts ? null : plan.Different.Single(setting => setting.Key == "requirepass").Value;
            Passwords.TellDefault(this, connection, password);
        }
    }
}
