using RedisPS.Core.Configuration;

namespace RedisPS.Core.DesiredState;

/// <summary>What somebody wants a server to be: settings and ACL users. What it does not speak of may be anything.</summary>
public sealed class StateDefinition
{
    private StateDefinition(IReadOnlyList<DesiredSetting> settings, IReadOnlyList<DesiredUser> users)
    {
        Settings = settings;
        Users = users;
    }

    /// <summary>The settings, of configuration and persistence.</summary>
    public IReadOnlyList<DesiredSetting> Settings { get; }

    /// <summary>The users.</summary>
    public IReadOnlyList<DesiredUser> Users { get; }

    /// <summary>Reads a file: psd1 or JSON.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigException">It cannot be read, or is no desired state.</exception>
    public static StateDefinition Load(string path) => From(DataFile.Load(path));

    /// <summary>Reads data with the sections Configuration, Persistence and AclUsers.</summary>
    /// <param name="data">The data.</param>
    /// <exception cref="ConfigException">It is no desired state.</exception>
    public static StateDefinition From(IReadOnlyDictionary<string, object?> data)
    {
        List<DesiredSetting> settings = [];
        List<DesiredUser> users = [];
        foreach ((string section, object? value) in data)
        {
            IReadOnlyDictionary<string, object?> table = value as IReadOnlyDictionary<string, object?>
                ?? throw Invalid($"'{section}' must be a table.", "A desired state is a table of tables: @{ Configuration = @{ maxmemory = '2gb' } }.");
            switch (section.ToLowerInvariant())
            {
                case "configuration":
                    settings.AddRange(table.Select(setting => Setting(StateSection.Configuration, setting.Key, setting.Key, setting.Value)));
                    break;
                case "persistence":
                    settings.AddRange(table.Select(setting => Setting(StateSection.Persistence, PersistenceNames.ToSetting(setting.Key), setting.Key, setting.Value)));
                    break;
                case "aclusers":
                    users.AddRange(table.Select(user => UserText.Read(user.Key, user.Value)));
                    break;
                default:
                    throw Invalid($"There is no section '{section}'.", "Sections are Configuration, Persistence and AclUsers.");
            }
        }

        if (settings.GroupBy(setting => setting.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Invalid($"'{twice.Key}' is wanted twice, in different sections or by two names.", "Leave one of them out.");
        }

        return new StateDefinition(settings, users);
    }

    /// <summary>Only some sections of it.</summary>
    /// <param name="sections">The sections to keep.</param>
    public StateDefinition Only(IReadOnlyCollection<StateSection> sections) => new(
        Settings.Where(setting => sections.Contains(setting.Section)).ToArray(), sections.Contains(StateSection.AclUsers) ? Users : []);

    /// <inheritdoc/>
    public override string ToString() => $"{Settings.Count} settings, {Users.Count} users";

    internal static ConfigException Invalid(string message, string remedy) => new(ConfigFailure.InvalidValue, message, remedy);

    private static DesiredSetting Setting(StateSection section, string name, string given, object? value)
    {
        string setting = ConfigCatalogue.Find(name) is { } known ? known.AliasOf ?? known.Name : name.Trim().ToLowerInvariant();
        if (setting.Length == 0 || setting.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '*' or '?' or '['))
        {
            throw Invalid($"'{given}' is no name of a setting.", "");
        }

        return new DesiredSetting(section, setting, SettingText.From(setting, value));
    }
}
