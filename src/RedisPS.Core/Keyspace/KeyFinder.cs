using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>Finds the few keys that matter most, in one walk and with memory for those few only.</summary>
public static class KeyFinder
{
    /// <summary>The keys that rank highest, highest first.</summary>
    /// <param name="client">The server, in the database to search.</param>
    /// <param name="query">Which keys take part.</param>
    /// <param name="count">How many to return.</param>
    /// <param name="by">By what they are ranked.</param>
    /// <param name="connectionName">The connection's name, for the keys.</param>
    /// <param name="progress">Told after every page.</param>
    /// <param name="errors">Takes what went wrong with single keys, page by page.</param>
    /// <param name="note">Takes what could not be asked or looked at, and why; each once.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>At most that many keys.</returns>
    /// <exception cref="RedisConfigurationException">The server does not tell what is to be ranked (idle times under LFU, frequencies without).</exception>
    public static async Task<IReadOnlyList<RedisKeyInfo>> LargestAsync(RedisClient client, KeyQuery query, int count, KeyRank by, string? connectionName = null, Action<OperationProgress>? progress = null, Action<IReadOnlyList<KeyError>>? errors = null, Action<string>? note = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        KeyColumns column = by switch
        {
            KeyRank.Memory => KeyColumns.Memory,
            KeyRank.Length => KeyColumns.Length,
            KeyRank.Frequency => KeyColumns.Frequency,
            _ => KeyColumns.IdleTime,
        };
        PriorityQueue<RedisKeyInfo, long> best = new();
        KeyWalk walk = new(client, query with { Columns = query.Columns | KeyColumns.Type | column }, connectionName);
        await using (walk.ConfigureAwait(false))
        {
            while (await walk.NextPageAsync(cancellationToken).ConfigureAwait(false) is { } page)
            {
                foreach (RedisKeyInfo key in page)
                {
                    if (Rank(key, by) is not { } rank) { continue; }
                    if (best.Count < count) { best.Enqueue(key, rank); }
                    else { _ = best.EnqueueDequeue(key, rank); }
                }

                if (page.Errors.Count > 0) { errors?.Invoke(page.Errors); }
                progress?.Invoke(walk.Progress);
            }

            string[] withheld = [.. walk.Restrictions.Where(restriction => restriction != ClusterNode.Note(client))];
            if (best.Count == 0 && withheld.Length > 0) { throw new RedisConfigurationException(string.Join(" ", withheld)); }
            foreach (string restriction in walk.Restrictions) { note?.Invoke(restriction); }
        }

        RedisKeyInfo[] result = new RedisKeyInfo[best.Count];
        for (int i = result.Length - 1; i >= 0; i--) { result[i] = best.Dequeue(); }
        return result;
    }

    private static long? Rank(RedisKeyInfo key, KeyRank by) => by switch
    {
        KeyRank.Memory => key.MemoryBytes,
        KeyRank.Length => key.Length,
        KeyRank.Frequency => key.Frequency,
        _ => (long?)key.IdleTime?.TotalSeconds,
    };
}
