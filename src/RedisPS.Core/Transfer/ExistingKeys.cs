using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>Asks a server which of the keys that are to be brought are there already, some hundred at a time, and counts them in the plan.</summary>
internal sealed class ExistingKeys(RedisClient client, KeyRestorePlan plan)
{
    private const int Page = 500;

    private readonly Dictionary<int, List<RedisKey>> _waiting = [];

    public async ValueTask AddAsync(int database, RedisKey key, CancellationToken cancellationToken)
    {
        List<RedisKey> page = _waiting.TryGetValue(database, out List<RedisKey>? known) ? known : _waiting[database] = [];
        page.Add(key);
        if (page.Count == Page) { await CountAsync(database, page, cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Asks for those that are left.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        foreach ((int database, List<RedisKey> page) in _waiting) { await CountAsync(database, page, cancellationToken).ConfigureAwait(false); }
    }

    private async Task CountAsync(int database, List<RedisKey> page, CancellationToken cancellationToken)
    {
        bool[] there = await KeyLookup.ExistsAsync(client.ForDatabase(database), page, cancellationToken).ConfigureAwait(false);
        plan.Existing += there.Count(exists => exists);
        page.Clear();
    }
}
