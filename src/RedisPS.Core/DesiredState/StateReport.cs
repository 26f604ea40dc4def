using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;

namespace RedisPS.Core.DesiredState;

/// <summary>A server beside a desired state, found out in one round trip.</summary>
public sealed class StateReport
{
    private readonly RedisConnection _connection;

    private StateReport(RedisConnection connection, StateDefinition definition, StateSnapshot snapshot)
    {
        _connection = connection;
        Snapshot = snapshot;
        Wanted = definition.Settings.Select(setting => KeyValuePair.Create(setting.Name, Amount(setting))).ToList();
        Results = [.. definition.Settings.Zip(Wanted, (setting, wanted) => Result(setting, wanted.Value)), .. definition.Users.Select(Result)];
    }

    /// <summary>One result a property, in the order of the desired state.</summary>
    public IReadOnlyList<StateResult> Results { get; }

    /// <summary>What the server refused to tell.</summary>
    public IReadOnlyList<RedisServerException> Errors => Snapshot.Errors;

    /// <summary>Whether everything is known to be as wanted.</summary>
    public bool InDesiredState => Results.All(result => result.InDesiredState == true);

    internal StateSnapshot Snapshot { get; }

    /// <summary>The settings with their values as the server takes them.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Wanted { get; }

    /// <summary>Looks at a server. Redis commands: CONFIG GET, ACL LIST, INFO, COMMAND, of each what is needed.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="definition">What is wanted.</param>
    /// <param name="stop">Ends the wait.</param>
    public static Task<StateReport> ReadAsync(RedisConnection connection, StateDefinition definition, CancellationToken stop = default) =>
        ReadAsync(connection, definition, persist: false, stop);

    internal static async Task<StateReport> ReadAsync(RedisConnection connection, StateDefinition definition, bool persist, CancellationToken stop) =>
        new(connection, definition, await StateSnapshot.ReadAsync(connection.Client, definition, persist, stop).ConfigureAwait(false));

    /// <summary>Whether a user is as wanted.</summary>
    internal bool IsAsWanted(DesiredUser user) => Snapshot.Users is { } users && (users.TryGetValue(user.Name, out AclRules? actual)
        ? user.Rules is not null && AclRules.SameMeaning(user.Rules, actual, Snapshot.Commands)
        : user.Rules is null);

    private string Amount(DesiredSetting setting)
    {
        if (!setting.IsShare || Snapshot.SystemMemory is not { } memory || !ByteSize.TryParse(setting.Value, out ByteSize share))
        {
            return setting.Value;
        }

        return ((long)(memory * share.Percent!.Value / 100)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private StateResult Result(DesiredSetting setting, string wanted)
    {
        string? actual = Snapshot.Settings?.GetValueOrDefault(setting.Name);
        bool known = Snapshot.Settings is not null && !(setting.IsShare && wanted.EndsWith('%'));
        bool same = known && actual is not null && ConfigValue.SameMeaning(setting.Name, actual, wanted);
        bool restart = !same && actual is not null && ConfigCatalogue.Find(setting.Name)?.Mutability == ConfigMutability.Start;
        string note = Snapshot.Settings is null ? Refusal("CONFIG")
            : !known ? "The server does not tell how much memory its machine has, so a share of it is not known."
            : actual is null ? "The server does not know this setting."
            : restart ? "Read at start only: change the configuration file and start the server again."
            : setting.IsShare ? $"{setting.Value} of the machine's {ByteSize.Format(Snapshot.SystemMemory!.Value)}."
            : "";
        return new StateResult
        {
            Section = setting.Section,
            Property = setting.Name,
            Desired = ConfigCatalogue.Mask(setting.Name, wanted),
            Actual = ConfigCatalogue.Mask(setting.Name, actual),
            InDesiredState = known ? same : null,
            RequiresRestart = restart,
            Note = note,
            Server = _connection.Server,
            ConnectionName = _connection.Name,
        };
    }

    private StateResult Result(DesiredUser user) => new()
    {
        Section = StateSection.AclUsers,
        Property = user.Name,
        Desired = user.Rules?.ToText(),
        Actual = Snapshot.Users?.GetValueOrDefault(user.Name)?.ToText(),
        InDesiredState = Snapshot.Users is null ? null : IsAsWanted(user),
        Note = Note(user),
        Server = _connection.Server,
        ConnectionName = _connection.Name,
    };

    private string Note(DesiredUser user)
    {
        if (Snapshot.Users is null)
        {
            return Refusal("ACL");
        }

        return Snapshot.Users.TryGetValue(user.Name, out AclRules? actual)
            ? user.Rules is null ? "There shall be no such user." : user.Rules.SamePasswords(actual) ? "" : "It has other passwords."
            : user.Rules is null ? "" : "There is no such user.";
    }

    private string Refusal(string command) =>
        Snapshot.Errors.FirstOrDefault(error => error.Command is { } sent && sent.StartsWith(command, StringComparison.OrdinalIgnoreCase))?.Message ?? "The server does not tell.";
}
