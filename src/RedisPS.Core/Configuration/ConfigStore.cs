using RedisPS.Client;

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
        options ??= new ConfigSetOptions();
        if (settings.Count == 0)
        {
            return [];
        }

        List<KeyValuePair<string, string>> wanted = settings.Select(setting => KeyValuePair.Create(setting.Key.Trim().ToLowerInvariant(), setting.Value)).ToList();
        (IReadOnlyDictionary<string, string> before, ConfigPersistence? persistence) = await LookAsync(wanted, options.Persist, stop).ConfigureAwait(false);
        List<KeyValuePair<string, string>> different = wanted
            .Where(setting => !before.TryGetValue(setting.Key, out string? current) || !ConfigValue.SameMeaning(setting.Key, current, setting.Value))
            .ToList();
        HashSet<string> skipped = options.SkipImmutable
            ? different.Select(setting => setting.Key).Where(name => ConfigCatalogue.Find(name)?.Mutability == ConfigMutability.Start).ToHashSet(StringComparer.Ordinal)
            : [];
        _ = different.RemoveAll(setting => skipped.Contains(setting.Key));
        if (different.Count > 0 && persistence is { CanPersist: false })
        {
            throw persistence.ToException(_client.Endpoint.ToString());
        }

        ConfigReport report = new(_client.Endpoint.ToString(), _connectionName, wanted, before, skipped);
        if (different.Count == 0 || options.WhatIf)
        {
            return report.Planned(different, persistence);
        }

        await SendAsync(different, before, stop).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> after = await ReadAsync(different.Select(setting => setting.Key).ToArray(), stop).ConfigureAwait(false);
        string? failure = persistence is null ? null : await RewriteAsync(stop).ConfigureAwait(false);
        return report.Done(different, after, persistence is null ? null : failure is null, failure);
    }

    /// <summary>Writes the running configuration to the server's file. Redis command: CONFIG REWRITE.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Null when the server did; otherwise why not.</returns>
    internal async Task<string?> RewriteAsync(CancellationToken stop)
    {
        RespValue reply = await _client.SendAsync(new RedisCommand("CONFIG", "REWRITE"), stop).ConfigureAwait(false);
        return reply.IsError ? reply.AsText() : null;
    }

    private async Task<(IReadOnlyDictionary<string, string> Before, ConfigPersistence? Persistence)> LookAsync(
        List<KeyValuePair<string, string>> wanted, bool persist, CancellationToken stop)
    {
        RedisCommand[] commands = ReadCommands(wanted.Select(setting => setting.Key).ToArray());
        RedisCommand[] all = persist ? [.. commands, ConfigPersistence.InfoCommand()] : commands;
        RespValue[] replies = await _client.PipelineAsync(all, stop).ConfigureAwait(false);
        return (Settings(commands, replies), persist ? ConfigPersistence.Of(_client, replies[^1]) : null);
    }

    private RedisCommand[] ReadCommands(IReadOnlyList<string> patterns) => TakesSeveral
        ? [new RedisCommand("CONFIG", [.. patterns.Select(pattern => (RedisArgument)pattern.ToLowerInvariant()).Prepend("GET")])]
        : patterns.Select(pattern => new RedisCommand("CONFIG", "GET", pattern.ToLowerInvariant())).ToArray();

    private static Dictionary<string, string> Settings(RedisCommand[] commands, RespValue[] replies)
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

    private async Task SendAsync(List<KeyValuePair<string, string>> different, IReadOnlyDictionary<string, string> before, CancellationToken stop)
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
