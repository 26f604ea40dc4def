using RedisPS.Client;
using RedisPS.Core.Access;
using RedisPS.Core.Configuration;
using RedisPS.Core.Server;

namespace RedisPS.Core.DesiredState;

/// <summary>All that a desired state needs to know of a server, asked for in one round trip.</summary>
internal sealed class StateSnapshot
{
    // From here on servers answer ACL LIST with the rules as they were given.
    private static readonly Version s_keepsRules = new(7, 2);

    private readonly List<RedisServerException> _errors = [];

    private StateSnapshot()
    {
    }

    /// <summary>The settings' raw texts; null when they may not be read.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; private set; }

    /// <summary>The users; null when they may not be read.</summary>
    public IReadOnlyDictionary<string, AclRules>? Users { get; private set; }

    /// <summary>The server's commands, where they are needed to compare rules.</summary>
    public AclCommands? Commands { get; private set; }

    /// <summary>The memory of the machine that the server runs on; null when the server does not say.</summary>
    public long? SystemMemory { get; private set; }

    /// <summary>Whether changes can be saved; null when nobody asked.</summary>
    public ConfigPersistence? Persistence { get; private set; }

    /// <summary>What the server refused to tell.</summary>
    public IReadOnlyList<RedisServerException> Errors => _errors;

    /// <summary>Asks the server. Redis commands: CONFIG GET, ACL LIST, INFO, COMMAND, of each what is needed.</summary>
    public static async Task<StateSnapshot> ReadAsync(RedisClient client, StateDefinition wanted, bool persist, CancellationToken stop)
    {
        List<string> names = wanted.Settings.Select(setting => setting.Name).ToList();
        if (persist && (wanted.Users.Count > 0 || names.Contains(ConfigPlan.Password)) && !names.Contains(ConfigPlan.UserFile))
        {
            names.Add(ConfigPlan.UserFile);
        }

        RedisCommand[] config = names.Count == 0 ? [] : new ConfigStore(client).ReadCommands(names);
        RedisCommand memory = new("INFO", "memory");
        RedisCommand server = ConfigPersistence.InfoCommand();
        RedisCommand users = new("ACL", "LIST");
        RedisCommand all = new("COMMAND");
        List<RedisCommand> commands = [.. config];
        if (wanted.Settings.Any(setting => setting.IsShare))
        {
            commands.Add(memory);
        }

        if (persist)
        {
            commands.Add(server);
        }

        if (wanted.Users.Count > 0)
        {
            commands.Add(users);
            if (client.Capabilities.RedisVersion is not { } version || version < s_keepsRules)
            {
                commands.Add(all);
            }
        }

        RespValue[] replies = commands.Count == 0 ? [] : await client.PipelineAsync(commands, stop).ConfigureAwait(false);
        StateSnapshot snapshot = new();
        snapshot.TakeSettings(config, replies[..config.Length]);
        for (int i = config.Length; i < replies.Length; i++)
        {
            RedisCommand command = commands[i];
            if (ReferenceEquals(command, memory))
            {
                snapshot.SystemMemory = replies[i].IsError ? null : ServerInfo.Parse(replies[i].AsText() ?? "").GetInteger("total_system_memory");
            }
            else if (ReferenceEquals(command, server))
            {
                snapshot.Persistence = ConfigPersistence.Of(client, replies[i]);
            }
            else if (replies[i].IsError)
            {
                // Without COMMAND rules are compared as they are written.
                if (ReferenceEquals(command, users))
                {
                    snapshot._errors.Add(RedisServerException.FromReply(replies[i], command));
                }
            }
            else if (ReferenceEquals(command, users))
            {
                snapshot.Users = ReadUsers(replies[i]);
            }
            else
            {
                snapshot.Commands = AclCommands.Parse(replies[i]);
            }
        }

        return snapshot;
    }

    /// <summary>The users in an answer to ACL LIST.</summary>
    public static Dictionary<string, AclRules> ReadUsers(RespValue reply)
    {
        Dictionary<string, AclRules> users = new(StringComparer.Ordinal);
        foreach (RespValue line in reply.AsList())
        {
            IReadOnlyList<string> words = AclRules.Split(line.AsText()!);
            users[words[1]] = AclRules.Parse(words.Skip(2));
        }

        return users;
    }

    private void TakeSettings(RedisCommand[] commands, RespValue[] replies)
    {
        int refused = Array.FindIndex(replies, reply => reply.IsError);
        if (refused >= 0)
        {
            _errors.Add(RedisServerException.FromReply(replies[refused], commands[refused]));
        }
        else
        {
            Settings = ConfigStore.Settings(commands, replies);
        }
    }
}
