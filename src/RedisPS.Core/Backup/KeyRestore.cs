using System.Diagnostics;
using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Rdb;

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
    public const string ExpiredReason = "expired since";

    private const int MostKeys = 250;
    private const long MostBytes = 8 << 20;
    private const int MostErrors = 100;

    private readonly List<(RedisKey Key, long Bytes)> _window = [];
    private readonly Dictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private readonly List<KeyError> _errors = [];
    private long _windowBytes;
    private long _done;

    /// <summary>Keys counted or restored so far; may be read from any thread.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>What was reached so far; also when <see cref="RunAsync"/> threw.</summary>
    public OperationResult Result { get; } = new() { Action = "Restore", Server = client.Endpoint.ToString(), ConnectionName = connectionName, Database = database ?? client.Database };

    /// <summary>Counts what would be done. Nothing is changed.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="RdbFormatException">The backup is damaged; nothing has been changed.</exception>
    public async Task<KeyRestorePlan> PlanAsync(CancellationToken cancellationToken)
    {
        KeyRestorePlan plan = new(backup, client.Endpoint.ToString(), conflict);
        Dictionary<int, List<RedisKey>> waiting = [];
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
            _ = Interlocked.Increment(ref _done);
            if (expired) { continue; }
            int target = database ?? key.Database;
            List<RedisKey> page = waiting.TryGetValue(target, out List<RedisKey>? known) ? known : waiting[target] = [];
            page.Add(key.Key);
            if (page.Count == MostKeys) { await CountExistingAsync(plan, target, page, cancellationToken).ConfigureAwait(false); }
        }

        foreach ((int target, List<RedisKey> page) in waiting) { await CountExistingAsync(plan, target, page, cancellationToken).ConfigureAwait(false); }
        _ = Interlocked.Exchange(ref _done, 0);
        return plan;
    }

    /// <summary>Restores.</summary>
    /// <param name="cancellationToken">Ends it between two windows; what was restored stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="RedisConnectionException">The connection was lost; <see cref="Result"/> says how far it was.</exception>
    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        RedisBulkConnection? bulk = null;
        try
        {
            using Stream stream = BackupData.Open(backup.Path);
            RdbReader reader = new(stream);
            while (reader.ReadKey())
            {
                RdbKey key = reader.Current;
                if (!WantsName(key)) { continue; }
                byte[] payload = reader.ReadPayload(out RdbValueFacts facts);
                if (!WantsType(facts.Type)) { continue; }
                Result.Matched++;
                if (IsExpired(key))
                {
                    Skip(ExpiredReason);
                    continue;
                }

                int target = database ?? key.Database;
                if (bulk is not null && bulk.Database != target)
                {
                    await FinishAsync(bulk, cancellationToken).ConfigureAwait(false);
                    await bulk.DisposeAsync().ConfigureAwait(false);
                    bulk = null;
                }

                bulk ??= await client.ForDatabase(target).OpenBulkAsync(cancellationToken).ConfigureAwait(false);
                Write(bulk, key, payload);
                if (_window.Count >= MostKeys || _windowBytes >= MostBytes) { await FinishAsync(bulk, cancellationToken).ConfigureAwait(false); }
            }

            if (bulk is not null) { await FinishAsync(bulk, cancellationToken).ConfigureAwait(false); }
            return Result;
        }
        finally
        {
            if (bulk is not null) { await bulk.DisposeAsync().ConfigureAwait(false); }
            Result.Elapsed = clock.Elapsed;
            Result.Errors = _errors;
            Result.SkipReasons = _skipped;
        }
    }

    private bool WantsName(RdbKey key) =>
        (query.Databases.Count == 0 || query.Databases.Contains(key.Database)) && query.Keys.MatchesName(key.Key.Span, serverMatched: false);

    private bool WantsType(string type) => query.Keys.Types.Count == 0 || query.Keys.Types.Contains(type, StringComparer.OrdinalIgnoreCase);

    private static bool IsExpired(RdbKey key) => key.ExpiresAtMilliseconds is { } at && at <= DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private async Task CountExistingAsync(KeyRestorePlan plan, int target, List<RedisKey> page, CancellationToken cancellationToken)
    {
        bool[] there = await KeyLookup.ExistsAsync(client.ForDatabase(target), page, cancellationToken).ConfigureAwait(false);
        plan.Existing += there.Count(exists => exists);
        page.Clear();
    }

    private void Write(RedisBulkConnection bulk, RdbKey key, byte[] payload)
    {
        bool expires = key.ExpiresAtMilliseconds is not null;
        bulk.Writer.Begin(4 + (expires ? 1 : 0) + (conflict == RestoreConflict.Replace ? 1 : 0));
        bulk.Writer.Argument(client.MapName("RESTORE"));
        bulk.Writer.Argument(key.Key);
        bulk.Writer.Argument(key.ExpiresAtMilliseconds ?? 0);
        bulk.Writer.Argument(payload);
        if (expires) { bulk.Writer.Argument("ABSTTL"u8); }
        if (conflict == RestoreConflict.Replace) { bulk.Writer.Argument("REPLACE"u8); }
        _window.Add((key.Key, payload.Length));
        _windowBytes += payload.Length;
    }

    private async Task FinishAsync(RedisBulkConnection bulk, CancellationToken cancellationToken)
    {
        await bulk.FlushAsync(cancellationToken).ConfigureAwait(false);
        foreach ((RedisKey key, _) in _window)
        {
            RespValue reply = await bulk.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            _ = Interlocked.Increment(ref _done);
            if (!reply.IsError) { Result.Succeeded++; }
            else if (reply.AsText()!.StartsWith("BUSYKEY", StringComparison.Ordinal)) { Skip(SkipReason.TargetExists); }
            else { Fail(key, reply); }
        }

        _window.Clear();
        _windowBytes = 0;
    }

    private void Skip(string reason)
    {
        Result.Skipped++;
        _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
    }

    private void Fail(RedisKey key, RespValue reply)
    {
        Result.Failed++;
        if (_errors.Count >= MostErrors) { return; }
        string text = reply.AsText() ?? "";
        _errors.Add(text.Contains("version or checksum", StringComparison.Ordinal)
            ? new KeyError(key, "ERR", $"{text}: the backup's format is version {backup.RdbVersion}, and this server is older or another product.", "RESTORE")
            : KeyError.FromReply(key, System.Text.Encoding.UTF8.GetBytes(text), "RESTORE"));
    }
}
