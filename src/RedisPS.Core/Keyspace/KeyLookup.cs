using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>The columns of a walk, for keys whose names are known. Works over the shared connection, in pipelines of up to 500 keys.</summary>
public static class KeyLookup
{
    private const int Portion = 500;

    /// <summary>The keys that exist, in the order given.</summary>
    /// <param name="client">The server, in the keys' database.</param>
    /// <param name="keys">The names.</param>
    /// <param name="columns">What to ask. TimeToLive is asked in its exact form where the server has it.</param>
    /// <param name="connectionName">The connection's name, for the keys.</param>
    /// <param name="memorySamples">SAMPLES of MEMORY USAGE; null: the server's default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The keys, and what went wrong with some.</returns>
    public static async Task<KeyPage> GetAsync(RedisClient client, IReadOnlyList<RedisKey> keys, KeyColumns columns, string? connectionName = null, int? memorySamples = null, CancellationToken cancellationToken = default)
    {
        List<KeyError> errors = [];
        IReadOnlyList<RedisKeyInfo?> found = await FindAsync(client, keys, columns, connectionName, memorySamples, errors, cancellationToken).ConfigureAwait(false);
        RedisKeyInfo[] there = [.. found.Where(key => key is not null).Select(key => key!)];
        return new KeyPage(there, there.Length, errors);
    }

    /// <summary>One element for each name; null for keys that do not exist.</summary>
    /// <param name="client">The server, in the keys' database.</param>
    /// <param name="keys">The names.</param>
    /// <param name="columns">What to ask; TYPE is always asked, because it tells whether the key exists.</param>
    /// <param name="connectionName">The connection's name, for the keys.</param>
    /// <param name="memorySamples">SAMPLES of MEMORY USAGE; null: the server's default.</param>
    /// <param name="errors">Takes what went wrong with single keys; such a key is in the result, with what is known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="required">Columns without which the question has no answer.</param>
    /// <param name="restrictions">Takes what could not be asked of any key.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="RedisServerException">This user may not ask for a required column, or not even whether the keys exist.</exception>
    public static async Task<IReadOnlyList<RedisKeyInfo?>> FindAsync(
        RedisClient client, IReadOnlyList<RedisKey> keys, KeyColumns columns, string? connectionName = null, int? memorySamples = null, ICollection<KeyError>? errors = null,
        CancellationToken cancellationToken = default, KeyColumns required = KeyColumns.None, ICollection<string>? restrictions = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(keys);
        if (columns.HasFlag(KeyColumns.TimeToLive)) { columns |= KeyColumns.ExactExpiry; }
        KeyOrigin origin = new(client.Endpoint.ToString(), client.Database, connectionName);
        ColumnReader reader = new(client, columns | KeyColumns.Type, required, memorySamples);
        RedisKeyInfo?[] result = new RedisKeyInfo?[keys.Count];
        for (int start = 0; start < keys.Count; start += Portion)
        {
            RedisKeyInfo[] portion = new RedisKeyInfo[Math.Min(Portion, keys.Count - start)];
            for (int i = 0; i < portion.Length; i++) { portion[i] = new RedisKeyInfo(keys[start + i], origin); }
            List<KeyError> failed = [];
            await reader.AskAsync(portion, failed, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < portion.Length; i++) { result[start + i] = portion[i].IsGone ? null : portion[i]; }
            foreach (KeyError error in failed) { errors?.Add(error); }
            if (reader.Restrictions.Count > 0) { await RequireExistenceAsync(client, result, start, portion.Length, failed, cancellationToken).ConfigureAwait(false); }
        }

        foreach (string restriction in reader.Restrictions) { restrictions?.Add(restriction); }
        return result;
    }

    // Where TYPE is refused and no time was asked, nothing has told whether a key is there.
    private static async Task RequireExistenceAsync(RedisClient client, RedisKeyInfo?[] result, int start, int count, List<KeyError> failed, CancellationToken cancellationToken)
    {
        HashSet<RedisKey> known = [.. failed.Select(error => error.Key)];
        int[] unsure = [.. Enumerable.Range(start, count).Where(i => result[i] is { Type: null, HasExpiry: null } key && !known.Contains(key.GetRedisKey()))];
        bool[] exists = unsure.Length == 0 ? [] : await ExistsAsync(client, [.. unsure.Select(i => result[i]!.GetRedisKey())], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < unsure.Length; i++)
        {
            if (!exists[i]) { result[unsure[i]] = null; }
        }
    }

    /// <summary>Which of the keys exist.</summary>
    /// <param name="client">The server, in the keys' database.</param>
    /// <param name="keys">The names.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One answer for each name.</returns>
    /// <exception cref="RedisServerException">EXISTS was refused for a key.</exception>
    public static async Task<bool[]> ExistsAsync(RedisClient client, IReadOnlyList<RedisKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(keys);
        bool[] result = new bool[keys.Count];
        for (int start = 0; start < keys.Count; start += Portion)
        {
            RedisCommand[] commands = [.. keys.Skip(start).Take(Portion).Select(key => new RedisCommand("EXISTS", key))];
            RespValue[] replies = await client.PipelineAsync(commands, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < replies.Length; i++)
            {
                if (replies[i].IsError) { throw RedisServerException.FromReply(replies[i], commands[i]); }
                result[start + i] = replies[i].AsInteger() > 0;
            }
        }

        return result;
    }
}
