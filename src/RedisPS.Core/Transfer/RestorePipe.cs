using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>
/// Sends values as RESTORE takes them, in windows bounded by count and bytes: the next window is under way before the last one's replies
/// are read, so that the server never waits. One key that fails does not stop the others.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="tally">Takes what became of each key.</param>
/// <param name="conflict">What happens to keys that are there.</param>
/// <param name="sourceVersion">The version of the payloads' format, for the error of a server that does not know it.</param>
internal sealed class RestorePipe(RedisClient client, RestoreTally tally, RestoreConflict conflict, Func<int> sourceVersion) : IAsyncDisposable
{
    private const int MostKeys = 500;
    private const long MostBytes = 4 << 20;

    private readonly byte[] _restore = client.MapName("RESTORE");
    private List<RedisKey> _sent = [];
    private List<RedisKey> _window = [];
    private RedisBulkConnection? _bulk;
    private long _windowBytes;

    public async ValueTask AddAsync(int database, RedisKey key, long? expiresAt, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_bulk is null || _bulk.Database != database) { await OpenAsync(database, cancellationToken).ConfigureAwait(false); }
        Write(_bulk!.Writer, key, expiresAt, payload.Span);
        _window.Add(key);
        _windowBytes += key.Length + payload.Length;
        if (_window.Count >= MostKeys || _windowBytes >= MostBytes) { await SendAsync(cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>Sends what waits and reads every reply.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_bulk is null) { return; }
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bulk is not null) { await _bulk.DisposeAsync().ConfigureAwait(false); }
    }

    private async ValueTask OpenAsync(int database, CancellationToken cancellationToken)
    {
        await FinishAsync(cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        _bulk = null;
        _bulk = await client.ForDatabase(database).OpenBulkAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Write(RespWriter writer, RedisKey key, long? expiresAt, ReadOnlySpan<byte> payload)
    {
        writer.Begin(4 + (expiresAt is null ? 0 : 1) + (conflict == RestoreConflict.Replace ? 1 : 0));
        writer.Argument(_restore);
        writer.Argument(key);
        writer.Argument(expiresAt ?? 0);
        writer.Argument(payload);
        if (expiresAt is not null) { writer.Argument("ABSTTL"u8); }
        if (conflict == RestoreConflict.Replace) { writer.Argument("REPLACE"u8); }
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_window.Count > 0) { await _bulk!.FlushAsync(cancellationToken).ConfigureAwait(false); }
        int done = 0;
        while (!ReadBuffered(ref done)) { await _bulk!.Reader.FillAsync(cancellationToken).ConfigureAwait(false); }
        _sent.Clear();
        (_sent, _window) = (_window, _sent);
        _windowBytes = 0;
    }

    private bool ReadBuffered(ref int done)
    {
        for (; done < _sent.Count; done++)
        {
            if (!_bulk!.Reader.TryReadScalar(out RespScalar reply)) { return false; }
            if (reply.Type != RespType.Error) { tally.Succeed(); }
            else if (reply.Bytes.StartsWith("BUSYKEY"u8)) { tally.Skip(SkipReason.TargetExists); }
            else { tally.Fail(Explain(KeyError.FromReply(_sent[done], reply.Bytes, "RESTORE"))); }
        }

        return true;
    }

    private KeyError Explain(KeyError error) => error.Message.Contains("version or checksum", StringComparison.Ordinal)
        ? error with { Message = $"{error.Message}: the values are in version {sourceVersion()} of the format, and this server is older or another product." }
        : error;
}
