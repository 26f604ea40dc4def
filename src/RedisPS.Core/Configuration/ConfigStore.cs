using RedisPS.Client;
using RedisPS.Core.Access;

namespace RedisPS.Core.Configuration;

/// <summary>The settings of a running server: reads them, and changes what is different.</summary>
public sealed class ConfigStore
{
    private readonly RedisClient _client;
    private readonly string _connectionName;

    /// <summary>The settings of a server.</summary>
    /// <param name="client">The server.</param>
    /// <param name="connectionName">Goes into each <see cref="ConfigChange"/>.</param>
    public ConfigStore(RedisClient client, string connectionName = "")
    {
        _client = client;
        _connectionName = connectionName;
    }

    // Several patterns, and several settings all or none, came with Redis 7.0. Forks that claim a version are not believed.
    private bool TakesSeveral => _client.Capabilities is { Product: ServerProduct.Redis or ServerProduct.Valkey or ServerProduct.Memurai, RedisVersion.Major: >= 7 };

    /// <summary>Reads settings in one round trip. Redis command: CONFIG GET.</summary>
    /// <param name="patterns">Names, or patterns as CONFIG GET has them (<c>*</c>, <c>?</c>, <c>[a-z]</c>).</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The raw texts, secrets too, by name in lower case. What the server does not know is missing.</returns>
    /// <exception cref="RedisServerException">NOPERM: the user may not; unknown command: it is renamed, or a managed service withholds it.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(IReadOnlyList<string> patterns, CancellationToken stop = default)
    {
        RedisCommand[] commands = ReadCommands(patterns);
        return Settings(commands, await _client.PipelineAsync(commands, stop).ConfigureAwait(false));
    }

    /// <summary>Makes the server have these values: reads, sends what is different (all or nothing from Redis 7.0 on), reads back. Redis commands: CONFIG GET, CONFIG SET, CONFIG REWRITE.</summary>
    /// <param name="settings">The wanted values, as CONFIG SET takes them.</param>
    /// <param name="options">How; null is the usual.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>One result a setting, in the order given.</returns>
    /// <exception cref="RedisServerException">The server refused; nothing was changed.</exception>
    /// <exception cref="ConfigException">It is known that the change cannot be persisted (nothing was changed), or the server did not do what it said.</exception>
    public async Task<IReadOnlyList<ConfigChange>> SetAsync(IReadOnlyDictionary<string, string> settings, ConfigSetOptions? options = null, CancellationToken stop = default)
    {
        ConfigPlan plan = await PlanAsync(settings, options, stop).ConfigureAwait(false);
        return plan.Options.WhatIf ? plan.Expected() : await ApplyAsync(plan, stop).ConfigureAwait(false);
    }

    /// <summary>Finds out, in one round trip, what would have to be changed. Nothing is.</summary>
    /// <param name="settings">The wanted values.</param>
    /// <param name="options">How; null is the usual.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="also">Settings that are read too, for <see cref="ConfigPlan.Before"/>.</param>
    internal async Task<ConfigPlan> PlanAsync(IReadOnlyDictionary<string, string> settings, ConfigSetOptions? options, CancellationToken stop, params string[] also)
    {
        options ??= new ConfigSetOptions();
        List<KeyValuePair<string, string>> wanted = settings.Select(setting => KeyValuePair.Create(setting.Key.Trim().ToLowerInvariant(), setting.Value)).ToList();
        if (wanted.Count == 0)
        {
            return new ConfigPlan(_client, _connectionName, options, wanted, new Dictionary<string, string>(), null);
        }

        (IReadOnlyDictionary<string, string> before, ConfigPersistence? persistence) = await LookAsync([.. wanted.Select(setting => setting.Key), .. also], options.Persist, stop).ConfigureAwait(false);
        return new ConfigPlan(_client, _connectionName, options, wanted, before, persistence);
    }

    /// <summary>Makes what settings are now last over a restart. Redis commands: CONFIG GET, CONFIG REWRITE; ACL SAVE for a password.</summary>
    /// <param name="names">The settings.</param>
    /// <param name="stop">Ends the wait.</param>
    internal async Task<IReadOnlyList<ConfigChange>> PersistAsync(IReadOnlyList<string> names, CancellationToken stop)
    {
        (IReadOnlyDictionary<string, string> now, ConfigPersistence? persistence) = await LookAsync(names, persist: true, stop).ConfigureAwait(false);
        List<KeyValuePair<string, string>> wanted = names.Where(now.ContainsKey).Select(name => KeyValuePair.Create(name, now[name])).ToList();
        return await ApplyAsync(new ConfigPlan(_client, _connectionName, new ConfigSetOptions { Persist = true }, wanted, now, persistence), stop).ConfigureAwait(false);
    }

    /// <summary>Does what a plan says. What is pending is not written to the file yet: that is for who confirms it.</summary>
    /// <exception cref="ConfigException">The plan cannot be persisted; nothing was changed.</exception>
    internal async Task<IReadOnlyList<ConfigChange>> ApplyAsync(ConfigPlan plan, CancellationToken stop, PendingChange? pending = null)
    {
        plan.ThrowIfItCannotPersist();
        if (plan.Different.Count > 0)
        {
            await SendAsync(plan.Different, plan.Before, stop).ConfigureAwait(false);
        }

        IReadOnlyDictionary<string, string> after = plan.Different.Count == 0
            ? plan.Before
            : await ReadAsync(plan.Different.Select(setting => setting.Key).ToArray(), stop).ConfigureAwait(false);
        if (pending is not null)
        {
            return plan.Result(after, pending);
        }

        string? failure = plan.NeedsRewrite ? await RewriteAsync(stop).ConfigureAwait(false) : null;
        string? userFailure = plan.NeedsUserSave ? (await AclStorage.SaveAsync(_client, plan.AclFile, stop).ConfigureAwait(false)).Failure?.Message : null;
        return plan.Result(after, failure, userFailure);
    }

    /// <summary>The commands that bring back what a plan changes.</summary>
    /// <exception cref="ConfigException">What the server had is not known.</exception>
    internal IReadOnlyList<RedisCommand> UndoCommands(ConfigPlan plan)
    {
        foreach ((string name, _) in plan.Different)
        {
            if (!plan.Before.ContainsKey(name))
            {
                throw new ConfigException(ConfigFailure.InvalidValue, $"The change of '{name}' could not be undone: the server does not tell what it has.", "Check the name: Get-RedisConfig lists the settings.");
            }
        }

        return TakesSeveral
            ? [new RedisCommand("CONFIG", ["SET", .. plan.Different.SelectMany(setting => new RedisArgument[] { setting.Key, plan.Before[setting.Key] })])]
            : plan.Different.Reverse().Select(setting => new RedisCommand("CONFIG", "SET", setting.Key, plan.Before[setting.Key])).ToArray();
    }

    /// <summary>Writes the running configuration to the server's file. Redis command: CONFIG REWRITE.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Null when the server says that it did; otherwise why not.</returns>
    internal async Task<string?> RewriteAsync(CancellationToken stop)
    {
        RespValue reply = await _client.SendAsync(new RedisCommand("CONFIG", "REWRITE"), stop).ConfigureAwait(false);
        return reply.IsError ? reply.AsText() : null;
    }

    /// <summary>The commands that read settings; their replies go to <see cref="Settings"/>.</summary>
    internal RedisCommand[] ReadCommands(IReadOnlyList<string> patterns) => TakesSeveral
        ? [new RedisCommand("CONFIG", [.. patterns.Select(pattern => (RedisArgument)pattern.ToLowerInvariant()).Prepend("GET")])]
        : patterns.Select(pattern => new RedisCommand("CONFIG", "GET", pattern.ToLowerInvariant())).ToArray();

    /// <summary>What the replies to <see cref="ReadCommands"/> say. There may be more replies behind them.</summary>
    internal static Dictionary<string, string> Settings(RedisCommand[] commands, RespValue[] replies)
    {
        Dictionary<string, string> settings = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < commands.Length; i++)
        {
            if (replies[i].IsError)
            {
                throw RedisServerException.FromReply(replies[i], commands[i]);
            }

            foreach ((RespValue name, RespValue value) in replies[i].AsPairs())
            {
                settings[name.AsText()!.ToLowerInvariant()] = value.AsText() ?? "";
            }
        }

        return settings;
    }

    // What there is, and whether it can be saved, in one round trip.
    private async Task<(IReadOnlyDictionary<string, string> Settings, ConfigPersistence? Persistence)> LookAsync(IReadOnlyList<string> names, bool persist, CancellationToken stop)
    {
        string[] users = persist && names.Contains(ConfigPlan.Password) ? [ConfigPlan.UserFile] : [];
        RedisCommand[] commands = ReadCommands([.. names, .. users]);
        RedisCommand[] all = persist ? [.. commands, ConfigPersistence.InfoCommand()] : commands;
        RespValue[] replies = await _client.PipelineAsync(all, stop).ConfigureAwait(false);
        return (Settings(commands, replies), persist ? ConfigPersistence.Of(_client, replies[^1]) : null);
    }

    private async Task SendAsync(IReadOnlyList<KeyValuePair<string, string>> different, IReadOnlyDictionary<string, string> before, CancellationToken stop)
    {
        if (TakesSeveral)
        {
            RedisArgument[] arguments = ["SET", .. different.SelectMany(setting => new RedisArgument[] { setting.Key, setting.Value })];
            _ = await _client.ExecuteAsync(new RedisCommand("CONFIG", arguments), stop).ConfigureAwait(false);
            return;
        }

        List<string> done = [];
        foreach ((string name, string value) in different)
        {
            RedisCommand command = new("CONFIG", "SET", name, value);
            RespValue reply = await _client.SendAsync(command, stop).ConfigureAwait(false);
            if (reply.IsError)
            {
                await UndoAsync(done, before, stop).ConfigureAwait(false);
                throw RedisServerException.FromReply(reply, command);
            }

            done.Add(name);
        }
    }

    // What a server of 7.0 does by itself: a change that fails half-way is taken back.
    private async Task UndoAsync(List<string> names, IReadOnlyDictionary<string, string> before, CancellationToken stop)
    {
        RedisCommand[] commands = names.Where(before.ContainsKey).Reverse().Select(name => new RedisCommand("CONFIG", "SET", name, before[name])).ToArray();
        RespValue[] replies = await _client.PipelineAsync(commands, stop).ConfigureAwait(false);
        string[] left = commands.Zip(replies).Where(pair => pair.Second.IsError).Select(pair => pair.First.Arguments[1].ToString()).ToArray();
        if (left.Length > 0)
        {
            throw new ConfigException(ConfigFailure.NotApplied, $"A setting was refused, and these that had been changed before it could not be taken back: {string.Join(", ", left)}.");
        }
    }
}
