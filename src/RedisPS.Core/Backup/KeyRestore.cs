using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Rdb;
using RedisPS.Core.Transfer;

namespace RedisPS.Core.Backup;

/// <summary>
/// Brings keys of a backup into a running server: each value as the bytes that the file holds (RESTORE), with the moment at which it
/// expires. The file is read twice, once to count and once to restore, so that any number of keys fits into memory.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="connectionName">The connection's name, or null.</param>
/// <param name="backup">The backup.</param>
/// <param name="query">Which keys.</param>
/// <param name="database">The database to restore to; null: each key to its own.</param>
/// <param name="conflict">What happens to keys that are there.</param>
public sealed class KeyRestore(RedisClient client, string? connectionName, RedisBackup backup, BackupQuery query, int? database, RestoreConflict conflict)
{
    /// <summary>Why a key of a backup is not restored: its time was up since.</summary>
    public const string ExpiredReason = RestoreTally.Expired;

    private long _counted;
    private RestoreTally? _tally;

    /// <summary>Keys counted or restored so far; may be read from any thread.</summary>
    public long Done => _tally?.Done ?? Interlocked.Read(ref _counted);

    /// <summary>What was reached so far; also when <see cref="RunAsync"/> threw.</summary>
    public OperationResult Result { get; } = new() { Action = "Restore", Server = client.Endpoint.ToString(), ConnectionName = connectionName, Database = database ?? client.Database };

    /// <summary>Counts what would be done. Nothing is changed.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="RdbFormatException">The backup is damaged; nothing has been changed.</exception>
    public async Task<KeyRestorePlan> PlanAsync(CancellationToken cancellationToken)
    {
        KeyRestorePlan plan = new("Restore", backup.Name, client.Endpoint.ToString(), conflict);
        ExistingKeys existing = new(client, plan);
        using Stream stream = BackupData.Open(backup.Path);
        RdbReader reader = new(stream);
        while (reader.ReadKey())
        {
            cancellationToken.ThrowIfCancellationRequested();
            RdbKey key = reader.Current;
            if (!WantsName(key)) { continue; }
            RdbValueFacts facts = reader.SkipValue();
            if (!WantsType(facts.Type)) { continue; }
            bool expired = IsExpired(key);
            plan.Add(facts.Type, facts.SerializedBytes, expired);
            _ = Interlocked.Increment(ref _counted);
            if (!expired) { await existing.AddAsync(database ?? key.Database, key.Key, cancellationToken).ConfigureAwait(false); }
        }

        await existing.FinishAsync(cancellationToken).ConfigureAwait(false);
        return plan;
    }

    /// <summary>Restores.</summary>
    /// <param name="cancellationToken">Ends it between two windows; what was restored stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="RedisConnectionException">The connection was lost; <see cref="Result"/> says how far it was.</exception>
    /// <exception cref="RedisServerException">The server refused what no further key would change (no permission for the command, a read-only replica).</exception>
    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        RestoreTally tally = new(Result);
        _tally = tally;
        using Stream stream = BackupData.Open(backup.Path);
        RdbReader reader = new(stream);
        RestorePipe pipe = new(client, tally, conflict, () => reader.Version);
        await using (pipe.ConfigureAwait(false))
        {
            try
            {
                while (reader.ReadKey())
                {
                    RdbKey key = reader.Current;
                    if (!WantsName(key)) { continue; }
                    byte[] payload = reader.ReadPayload(out RdbValueFacts facts);
                    if (!WantsType(facts.Type)) { continue; }
                    tally.Matched();
                    if (IsExpired(key)) { tally.Skip(ExpiredReason); }
                    else { await pipe.AddAsync(database ?? key.Database, key.Key, key.ExpiresAtMilliseconds, payload, cancellationToken).ConfigureAwait(false); }
                }

                await pipe.FinishAsync(cancellationToken).ConfigureAwait(false);
                return Result;
            }
            finally { tally.Close(); }
        }
    }

    private bool WantsName(RdbKey key) =>
        (query.Databases.Count == 0 || query.Databases.Contains(key.Database)) && query.Keys.MatchesName(key.Key.Span, serverMatched: false);

    private bool WantsType(string type) => query.Keys.Types.Count == 0 || query.Keys.Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    private static bool IsExpired(RdbKey key) => key.ExpiresAtMilliseconds is { } at && at <= DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
