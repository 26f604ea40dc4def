using System.Globalization;
using RedisPS.Client;
using RedisPS.Core.Rdb;
using RedisPS.Core.Server;

namespace RedisPS.Core.Backup;

/// <summary>
/// Compares a backup with a server: how many keys each database has and how many of them expire, and key by key type, expiry and value.
/// The server is asked for DUMP and the expiry; values count as the same when they hold the same, however they are stored. Only reads.
/// </summary>
internal sealed class BackupComparer(RedisClient client, string? connectionName, RedisBackup backup, BackupTest test)
{
    private const int MostKeys = 250;
    private const long MostBytes = 8 << 20;
    private const int MostListed = 100;

    // PTTL counts from when the server reads it; before 7.0 there is no absolute answer.
    private const long RelativeTolerance = 2000;

    private readonly Dictionary<int, DatabaseCounts> _counts = [];
    private readonly List<BackupDifference> _differences = [];
    private readonly List<string> _notes = [];
    private readonly List<(RdbKey Key, byte[] Payload)> _window = [];
    private readonly bool _absolute = client.Capabilities.Version is not { Major: < 7 };
    private long _windowBytes;
    private long _done;
    private long _compared;
    private long _failed;
    private long _expired;
    private long _differenceCount;
    private string? _firstFailure;

    /// <summary>How many keys are compared, chosen at random; null for all.</summary>
    public long? SampleSize { get; init; }

    /// <summary>When a server that was started for this began to load: what had expired by then it does not have. Null for one that ran before.</summary>
    public long? LoadedAt { get; init; }

    /// <summary>Keys looked at so far; may be read from any thread.</summary>
    public long Done => Interlocked.Read(ref _done);

    public async Task<BackupComparison> RunAsync(CancellationToken cancellationToken)
    {
        Dictionary<int, (long Keys, long Expiring)>? server = await CountsAsync(cancellationToken).ConfigureAwait(false);
        long countedAt = Now;
        await FunctionsAsync(cancellationToken).ConfigureAwait(false);
        await KeysAsync(countedAt, cancellationToken).ConfigureAwait(false);
        if (server is not null) { CompareCounts(server); }
        if (_failed > 0) { _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{_failed:N0} keys could not be compared: {_firstFailure}")); }
        if (SampleSize < test.Keys) { _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{SampleSize:N0} of the keys were compared, chosen at random.")); }
        return new BackupComparison
        {
            Server = client.Endpoint.ToString(),
            ConnectionName = connectionName,
            ServerVersion = string.Join(' ', new[] { client.Capabilities.Product.ToString(), client.Capabilities.VersionText }.Where(text => !string.IsNullOrEmpty(text))),
            Keys = test.Keys,
            ExpiredKeys = _expired,
            ServerKeys = server?.Values.Sum(counts => counts.Keys),
            ComparedKeys = _compared,
            NotComparedKeys = _failed,
            DifferenceCount = _differenceCount,
            Differences = _differences,
            Notes = _notes,
        };
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private async Task<Dictionary<int, (long Keys, long Expiring)>?> CountsAsync(CancellationToken cancellationToken)
    {
        try
        {
            ServerInfo info = await ServerInfo.ReadAsync(client, ["keyspace"], connectionName ?? "", cancellationToken).ConfigureAwait(false);
            return KeyspaceCounts.Read(info);
        }
        catch (RedisServerException e)
        {
            _notes.Add($"How many keys the databases have could not be compared: {e.Message}");
            return null;
        }
    }

    private async Task FunctionsAsync(CancellationToken cancellationToken)
    {
        RespValue reply = await client.SendAsync(new RedisCommand("FUNCTION", "LIST"), cancellationToken).ConfigureAwait(false);
        if (!reply.IsError)
        {
            if (reply.AsList().Count != test.Functions) { Differs(DifferenceKind.Functions, null, null, Number(test.Functions), Number(reply.AsList().Count)); }
        }
        else if (test.Functions > 0) { _notes.Add($"The functions could not be compared: {reply.AsText()}"); }
    }

    private async Task KeysAsync(long countedAt, CancellationToken cancellationToken)
    {
        long wanted = Math.Min(SampleSize ?? long.MaxValue, test.Keys);
        long left = test.Keys;
        RedisBulkConnection? bulk = null;
        try
        {
            using Stream stream = BackupData.Open(backup.Path);
            RdbReader reader = new(stream);
            while (reader.ReadKey())
            {
                cancellationToken.ThrowIfCancellationRequested();
                RdbKey key = reader.Current;
                byte[]? payload = FieldExpiry.IsPossible(key.Code) ? reader.ReadPayload(out _) : null;
                Count(key, payload is null ? null : FieldExpiry.GoneAt(payload), countedAt);
                _ = Interlocked.Increment(ref _done);

                // Each key is as likely to be chosen as any other, and exactly so many are (Knuth, selection sampling).
                bool chosen = wanted >= left || Random.Shared.NextInt64(left) < wanted;
                left--;
                if (!chosen) { continue; }
                wanted--;
                if (bulk is not null && bulk.Database != key.Database)
                {
                    await FinishAsync(bulk, cancellationToken).ConfigureAwait(false);
                    await bulk.DisposeAsync().ConfigureAwait(false);
                    bulk = null;
                }

                bulk ??= await client.ForDatabase(key.Database).OpenBulkAsync(cancellationToken).ConfigureAwait(false);
                Ask(bulk, key, payload ?? reader.ReadPayload(out _));
                if (_window.Count >= MostKeys || _windowBytes >= MostBytes) { await FinishAsync(bulk, cancellationToken).ConfigureAwait(false); }
            }

            if (bulk is not null) { await FinishAsync(bulk, cancellationToken).ConfigureAwait(false); }
        }
        finally
        {
            if (bulk is not null) { await bulk.DisposeAsync().ConfigureAwait(false); }
        }
    }

    private void Count(RdbKey key, long? fieldsUntil, long countedAt)
    {
        if (!_counts.TryGetValue(key.Database, out DatabaseCounts? counts)) { _counts[key.Database] = counts = new DatabaseCounts(); }
        counts.Keys++;
        long? expires = key.ExpiresAtMilliseconds;
        if (expires is not null) { counts.Expiring++; }
        if (expires <= LoadedAt) { counts.GoneWhenLoaded++; }

        // A hash goes with the last of its fields as well: soon after, and perhaps not before it was counted.
        if (expires <= countedAt || fieldsUntil <= countedAt)
        {
            counts.GoneWhenCounted++;
            if (expires is not null) { counts.ExpiringGoneWhenCounted++; }
        }

        long now = Now;
        if (expires <= now || fieldsUntil <= now) { _expired++; }
    }

    private void Ask(RedisBulkConnection bulk, RdbKey key, byte[] payload)
    {
        bulk.Writer.Begin(2);
        bulk.Writer.Argument(client.MapName("DUMP"));
        bulk.Writer.Argument(key.Key);
        bulk.Writer.Begin(2);
        bulk.Writer.Argument(client.MapName(_absolute ? "PEXPIRETIME" : "PTTL"));
        bulk.Writer.Argument(key.Key);
        _window.Add((key, payload));
        _windowBytes += payload.Length;
    }

    private async Task FinishAsync(RedisBulkConnection bulk, CancellationToken cancellationToken)
    {
        await bulk.FlushAsync(cancellationToken).ConfigureAwait(false);
        foreach ((RdbKey key, byte[] payload) in _window)
        {
            RespValue dump = await bulk.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            RespValue expiry = await bulk.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            Compare(key, payload, dump, expiry, Now);
        }

        _window.Clear();
        _windowBytes = 0;
    }

    private void Compare(RdbKey key, byte[] payload, RespValue dump, RespValue expiry, long now)
    {
        if ((dump.IsError ? dump : expiry) is { IsError: true } error)
        {
            // Without the command no key can be compared; without the right to this key, the others can.
            string text = error.AsText() ?? "";
            if (text.Contains("command", StringComparison.OrdinalIgnoreCase)) { throw new RedisServerException(text.Split(' ')[0], text, "DUMP"); }
            Fail(text);
            return;
        }

        try
        {
            bool timeIsUp = key.ExpiresAtMilliseconds <= now;
            if (dump.IsNull || (timeIsUp && expiry.AsInteger() == -2))
            {
                // A hash of which every field has expired is no more, either.
                if (timeIsUp || ValueDigest.Of(payload, now).Digest is null) { return; }
                _compared++;
                Differs(DifferenceKind.Missing, key.Database, key.Key, ValueDigest.Of(payload, now).Type, "nothing");
                return;
            }

            _compared++;
            byte[] found = dump.Bytes.ToArray();
            CompareExpiry(key, expiry.AsInteger(), now);
            if (payload.AsSpan(0, payload.Length - RdbPayload.FooterBytes).SequenceEqual(found.AsSpan(0, Math.Max(0, found.Length - RdbPayload.FooterBytes)))) { return; }
            (string type, byte[]? digest) = ValueDigest.Of(payload, now);
            (string foundType, byte[]? foundDigest) = ValueDigest.Of(found, now);
            if (type != foundType) { Differs(DifferenceKind.Type, key.Database, key.Key, type, foundType); }
            else if (!digest.AsSpan().SequenceEqual(foundDigest)) { Differs(DifferenceKind.Value, key.Database, key.Key, Short(digest), Short(foundDigest)); }
        }
        catch (RdbFormatException e) { Fail($"{key.Key}: {e.Message}"); }
    }

    private void CompareExpiry(RdbKey key, long found, long now)
    {
        long? expected = key.ExpiresAtMilliseconds;
        long? there = found < 0 ? null : _absolute ? found : now + found;
        bool same = expected is { } at && there is { } other && !_absolute ? Math.Abs(at - other) <= RelativeTolerance : expected == there;
        if (!same) { Differs(DifferenceKind.Expiry, key.Database, key.Key, Time(expected), Time(there)); }
    }

    // What expired while it was loaded or counted may be in the server's count, or not any more.
    private void CompareCounts(Dictionary<int, (long Keys, long Expiring)> server)
    {
        foreach (int database in _counts.Keys.Union(server.Keys).Order())
        {
            DatabaseCounts counts = _counts.GetValueOrDefault(database) ?? new DatabaseCounts();
            (long keys, long expiring) = server.GetValueOrDefault(database);
            Between(DifferenceKind.Keys, database, keys, counts.Keys - counts.GoneWhenCounted, counts.Keys - counts.GoneWhenLoaded);
            Between(DifferenceKind.ExpiringKeys, database, expiring, counts.Expiring - counts.ExpiringGoneWhenCounted, counts.Expiring - counts.GoneWhenLoaded);
        }
    }

    private void Between(DifferenceKind kind, int database, long found, long least, long most)
    {
        if (found >= least && found <= most) { return; }
        Differs(kind, database, null, least == most ? Number(least) : $"{Number(least)} to {Number(most)}", Number(found));
    }

    private void Differs(DifferenceKind kind, int? database, RedisKey? key, string expected, string found)
    {
        _differenceCount++;
        if (_differences.Count < MostListed) { _differences.Add(new BackupDifference(kind, database, key, expected, found)); }
    }

    private void Fail(string why)
    {
        _failed++;
        _firstFailure ??= why;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Short(byte[]? digest) => digest is null ? "nothing" : "digest " + Convert.ToHexString(digest, 0, 8).ToLowerInvariant();

    private static string Time(long? milliseconds) => milliseconds is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("O", CultureInfo.InvariantCulture) : "never";

    private sealed class DatabaseCounts
    {
        public long Keys { get; set; }

        public long Expiring { get; set; }

        public long GoneWhenLoaded { get; set; }

        public long GoneWhenCounted { get; set; }

        public long ExpiringGoneWhenCounted { get; set; }
    }
}
