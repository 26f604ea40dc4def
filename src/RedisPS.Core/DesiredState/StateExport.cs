using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;

namespace RedisPS.Core.DesiredState;

/// <summary>Makes a desired state of what a server is now.</summary>
public static class StateExport
{
    /// <summary>Reads a server. Redis commands: CONFIG GET, ACL LIST.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="sections">Which parts.</param>
    /// <param name="all">Whether settings at their default too, and those that belong to one server only.</param>
    /// <param name="includeSensitive">Whether with passwords.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The sections, as <see cref="StateDefinition.From"/> takes them.</returns>
    /// <exception cref="RedisServerException">The server refused to tell.</exception>
    public static async Task<IReadOnlyDictionary<string, object?>> ReadAsync(
        RedisConnection connection, IReadOnlyCollection<StateSection> sections, bool all, bool includeSensitive, CancellationToken stop = default)
    {
        bool settings = sections.Contains(StateSection.Configuration) || sections.Contains(StateSection.Persistence);
        RedisCommand[] config = settings ? new ConfigStore(connection.Client).ReadCommands(["*"]) : [];
        RedisCommand list = new("ACL", "LIST");
        RedisCommand[] commands = sections.Contains(StateSection.AclUsers) ? [.. config, list] : config;
        RespValue[] replies = await connection.Client.PipelineAsync(commands, stop).ConfigureAwait(false);
        Dictionary<string, object?> state = new(StringComparer.OrdinalIgnoreCase);
        if (settings)
        {
            AddSettings(state, connection, ConfigStore.Settings(config, replies[..config.Length]), sections, all, includeSensitive);
        }

        if (commands.Length > config.Length)
        {
            RespValue reply = replies[^1].IsError ? throw RedisServerException.FromReply(replies[^1], list) : replies[^1];
            Dictionary<string, object?> users = new(StringComparer.Ordinal);
            foreach ((string name, AclRules rules) in StateSnapshot.ReadUsers(reply).OrderBy(user => user.Key, StringComparer.Ordinal))
            {
                users[name] = rules.ToRules(includeSensitive).Cast<object?>().ToArray();
            }

            state[nameof(StateSection.AclUsers)] = users;
        }

        return state;
    }

    private static void AddSettings(
        Dictionary<string, object?> state, RedisConnection connection, IReadOnlyDictionary<string, string> texts, IReadOnlyCollection<StateSection> sections, bool all, bool includeSensitive)
    {
        Dictionary<string, object?> configuration = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, object?> persistence = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string text) in texts.OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            ConfigDefinition known = ConfigCatalogue.FindOrGuess(name, text);
            string? standard = known.DefaultOf(connection.Product);
            if (known.AliasOf is not null
                || (known.IsSensitive && (!includeSensitive || text.Length == 0))
                || (!all && (InstanceSettings.Contains(name) || (standard is not null && ConfigValue.SameMeaning(name, text, standard)))))
            {
                continue;
            }

            object value = known.IsSensitive ? text : ConfigValue.Parse(name, text);
            if (PersistenceNames.FromSetting(name) is { } friendly && sections.Contains(StateSection.Persistence))
            {
                persistence[friendly] = value;
            }
            else if (sections.Contains(StateSection.Configuration))
            {
                configuration[name] = value;
            }
        }

        if (sections.Contains(StateSection.Configuration))
        {
            state[nameof(StateSection.Configuration)] = configuration;
        }

        if (sections.Contains(StateSection.Persistence))
        {
            state[nameof(StateSection.Persistence)] = persistence;
        }
    }
}
