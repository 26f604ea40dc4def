using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Brings keys of a file to a server. The file is read to its end before anything is written, so that a damaged one changes nothing, and
/// then once more; any number of keys fits into memory.
/// </summary>
public sealed class KeyImport
{
    private readonly RedisClient _client;
    private readonly KeyImportOptions _options;
    private readonly Func<IKeyReader> _open;
    private readonly string _source;
    private long _counted;
    private RestoreTally? _tally;

    /// <summary>Prepares an import; the file's kind is found out by its content.</summary>
    /// <param name="client">The server.</param>
    /// <param name="connectionName">The connection's name, or null.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Which keys, and how.</param>
    public KeyImport(RedisClient client, string? connectionName, string path, KeyImportOptions options)
        : this(client, connectionName, "Import", Path.GetFileName(path), () => KeyFile.Open(path), options)
    {
    }

    internal KeyImport(RedisClient client, string? connectionName, string action, string source, Func<IKeyReader> open, KeyImportOptions options)
    {
        _client = client;
        _options = options;
        _open = open;
        _source = source;
        Result = new OperationResult { Action = action, Server = client.Endpoint.ToString(), ConnectionName = connectionName, Database = options.Database ?? client.Database };
    }

    /// <summary>Keys counted or brought so far; may be read from any thread.</summary>
    public long Done => _tally?.Done ?? Interlocked.Read(ref _counted);

    /// <summary>What was reached so far; also when <see cref="RunAsync"/> threw.</summary>
    public OperationResult Result { get; }

    /// <summary>Reads the whole file and counts what would be done. Nothing is changed.</summary>
    /// <param name="lookForExisting">Whether the server is asked which of the keys are there; needless where nobody is asked and nothing depends on it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="TransferException">The file is damaged; nothing has been changed.</exception>
    public async Task<KeyRestorePlan> PlanAsync(bool lookForExisting, CancellationToken cancellationToken)
    {
        KeyRestorePlan plan = new(Result.Action, _source, _client.Endpoint.ToString(), _options.Conflict);
        ExistingKeys existing = new(_client, plan);
        using IKeyReader reader = _open();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Wants(reader.Current)) { continue; }
            bool expired = !_options.IgnoreTimeToLive && reader.Current.IsExpired(TimeProvider.System);
            plan.Add(reader.Current.Type, reader.Current.Bytes, expired);
            _ = Interlocked.Increment(ref _counted);
            if (expired || !lookForExisting) { continue; }
            await existing.AddAsync(TargetOf(reader.Current.Database), NameOf(reader.Current.Key), cancellationToken).ConfigureAwait(false);
        }

        await existing.FinishAsync(cancellationToken).ConfigureAwait(false);
        return plan;
    }

    /// <summary>Brings the keys.</summary>
    /// <param name="cancellationToken">Ends it between two windows; what was brought stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="RedisConnectionException">The connection was lost; <see cref="Result"/> says how far it was.</exception>
    /// <exception cref="RedisServerException">The server refused what no further key would change (no permission for the command, a read-only replica).</exception>
    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        RestoreTally tally = new(Result);
        _tally = tally;
        using IKeyReader reader = _open();
        RestorePipe exact = new(_client, tally, _options.Conflict, () => DumpPayload.VersionOf(reader.Current.Payload.Span));
        await using (exact.ConfigureAwait(false))
        {
            RebuildPipe rebuilt = new(_client, tally, _options.Conflict);
            await using (rebuilt.ConfigureAwait(false))
            {
                try
                {
                    while (reader.Read())
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        if (!Wants(reader.Current)) { continue; }
                        tally.Matched();
                        KeyRecord record = reader.Current;
                        long? expiresAt = _options.IgnoreTimeToLive ? null : record.ExpiresAt;
                        int target = TargetOf(record.Database);
                        if (expiresAt is not null && record.IsExpired(TimeProvider.System)) { tally.Skip(RestoreTally.Expired); }
                        else if (record.Content is { Dump: null } content) { await rebuilt.AddAsync(target, NameOf(record.Key), expiresAt, content, _options.IgnoreTimeToLive, cancellationToken).ConfigureAwait(false); }
                        else { await exact.AddAsync(target, NameOf(record.Key), expiresAt, record.Payload, cancellationToken).ConfigureAwait(false); }
                    }

                    await rebuilt.FinishAsync(cancellationToken).ConfigureAwait(false);
                    await exact.FinishAsync(cancellationToken).ConfigureAwait(false);
                    return Result;
                }
                catch (RedisServerException) when (tally.Hopeless is not null)
                {
                    // Also what the other pipe has under way is answered before it ends.
                    await rebuilt.FinishAsync(cancellationToken).ConfigureAwait(false);
                    throw;
                }
                catch
                {
                    await rebuilt.AbandonAsync().ConfigureAwait(false);
                    throw;
                }
                finally { tally.Close(); }
            }
        }
    }

    private bool Wants(in KeyRecord record) =>
        _options.Keys.MatchesName(record.Key.Span, serverMatched: false)
        && (_options.Keys.Types.Count == 0 || _options.Keys.Types.Contains(record.Type, StringComparer.OrdinalIgnoreCase));

    private int TargetOf(int database) => _options.Database ?? (_options.DatabaseMap.TryGetValue(database, out int other) ? other : database);

    private RedisKey NameOf(RedisKey key) => _options.Prefix.Length == 0 ? key : new RedisKey([.. _options.Prefix.Span, .. key.Span]);
}
