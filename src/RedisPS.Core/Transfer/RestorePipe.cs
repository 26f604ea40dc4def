using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Keyspace;

namespace RedisPS.Core.Transfer;

/// <summary>Brings back values as RESTORE takes them. One key that fails does not stop the others.</summary>
/// <param name="client">The server.</param>
/// <param name="tally">Takes what became of each key.</param>
/// <param name="conflict">What happens to keys that are there.</param>
/// <param name="sourceVersion">The version of the payloads' format, for the error of a server that does not know it.</param>
internal sealed class RestorePipe(RedisClient client, RestoreTally tally, RestoreConflict conflict, Func<int> sourceVersion) : WindowPipe<RedisKey>(client, tally, MostKeys)
{
    private const int MostKeys = 2000;

    private readonly byte[] _restore = client.MapName("RESTORE");

    /// <summary>The largest value that is sent: at a larger one the server would close the connection, and the others would not come back either.</summary>
    internal int LargestPayload { get; init; } = DumpPayload.Largest;

    public async ValueTask AddAsync(int database, RedisKey key, long? expiresAt, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (payload.Length > LargestPayload)
        {
            Tally.Fail(DumpPayload.TooLarge(key, "it is not brought back", "RESTORE"));
            return;
        }

        Write(await WriterAsync(database, cancellationToken).ConfigureAwait(false), key, expiresAt, payload.Span);
        await WrittenAsync(key, cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask ReadAsync(List<RedisKey> sent, CancellationToken cancellationToken)
    {
        int done = 0;
        while (!ReadBuffered(sent, ref done)) { await Bulk.Reader.FillAsync(cancellationToken).ConfigureAwait(false); }
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

    private bool ReadBuffered(List<RedisKey> sent, ref int done)
    {
        for (; done < sent.Count; done++)
        {
            if (!Bulk.Reader.TryReadScalar(out RespScalar reply)) { return false; }
            if (reply.Type != RespType.Error) { Tally.Succeed(); }
            else if (reply.Bytes.StartsWith("BUSYKEY"u8)) { Tally.Skip(SkipReason.TargetExists); }
            else { Tally.Fail(Explain(KeyError.FromReply(sent[done], reply.Bytes, "RESTORE"))); }
        }

        return true;
    }

    private KeyError Explain(KeyError error) => error.Message.Contains("version or checksum", StringComparison.Ordinal)
        ? error with { Message = $"{error.Message}: the values are in version {sourceVersion()} of the format, and this server is older or another product." }
        : error;
}
