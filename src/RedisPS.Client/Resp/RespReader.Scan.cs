namespace RedisPS.Client;

/// <content>Pages of SCAN, read straight into keys.</content>
public sealed partial class RespReader
{
    /// <summary>Reads a reply of SCAN.</summary>
    /// <param name="reuse">Takes the page; its previous keys are dropped from the list (not from those who hold them).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The same object, filled.</returns>
    /// <exception cref="RedisServerException">The server answered with an error.</exception>
    public ValueTask<ScanReply> ReadScanAsync(ScanReply reuse, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reuse);
        reuse.Keys.Clear();
        reuse.Stage = ScanStage.Outer;
        return TryReadScan(reuse) ? new ValueTask<ScanReply>(reuse) : ReadScanSlowAsync(reuse, cancellationToken);
    }

    private async ValueTask<ScanReply> ReadScanSlowAsync(ScanReply reply, CancellationToken cancellationToken)
    {
        do { await FillAsync(cancellationToken).ConfigureAwait(false); }
        while (!TryReadScan(reply));
        return reply;
    }

    private bool TryReadScan(ScanReply reply)
    {
        if (reply.Stage == ScanStage.Outer)
        {
            if (!TryReadAggregateHeader(out RespType type, out long count)) { return false; }
            if (type == RespType.Error)
            {
                if (!TryReadScalar(out RespScalar error)) { return false; }
                throw RedisServerException.FromReply(error.Bytes, "SCAN");
            }

            if (count != 2) { throw new RedisProtocolException("expected cursor and keys", "the reply of SCAN"); }
            reply.Stage = ScanStage.Cursor;
        }

        if (reply.Stage == ScanStage.Cursor)
        {
            if (!TryReadScalar(out RespScalar cursor)) { return false; }
            reply.Cursor = ParseCursor(cursor);
            reply.Stage = ScanStage.Inner;
        }

        if (reply.Stage == ScanStage.Inner)
        {
            if (!TryReadAggregateHeader(out _, out long count)) { return false; }
            if (count < 0) { throw new RedisProtocolException("expected a list of keys", "the reply of SCAN"); }
            reply.Remaining = count;
            reply.Stage = ScanStage.Keys;
        }

        return TryReadKeys(reply);
    }

    // The inner loop of every walk: header digits by hand, one copy a key, nothing else.
    private bool TryReadKeys(ScanReply reply)
    {
        List<RedisKey> keys = reply.Keys;
        long remaining = reply.Remaining;
        ReadOnlySpan<byte> data = _buffer.AsSpan(_start, _end - _start);
        int at = 0;
        while (remaining > 0)
        {
            if (data.Length - at < 4) { break; }
            int digit;
            int length = 0;
            int cursor = at + 1;
            while (cursor < data.Length && (digit = data[cursor] - '0') is >= 0 and <= 9 && length < 100_000)
            {
                length = (10 * length) + digit;
                cursor++;
            }

            if (data[at] == (byte)'$' && cursor > at + 1 && length < 100_000
                && data.Length - cursor >= length + 4 && data[cursor] == (byte)'\r' && data[cursor + 1] == (byte)'\n')
            {
                ReadOnlySpan<byte> body = data.Slice(cursor + 2, length + 2);
                RespFraming.RequireLineEnd(body[length..]);
                keys.Add(new RedisKey(body[..length].ToArray()));
                at = cursor + length + 4;
            }
            else
            {
                // Incomplete, very long, or of another type: the general reader decides.
                _start += at;
                at = 0;
                if (!TryReadScalar(out RespScalar key))
                {
                    reply.Remaining = remaining;
                    return false;
                }

                if (key.Type is not (RespType.BlobString or RespType.SimpleString)) { throw new RedisProtocolException($"a key of type {key.Type}", "the reply of SCAN"); }
                keys.Add(RedisKey.FromSpan(key.Bytes));
                data = _buffer.AsSpan(_start, _end - _start);
            }

            remaining--;
        }

        _start += at;
        reply.Remaining = remaining;
        return remaining == 0;
    }

    private static ulong ParseCursor(RespScalar cursor)
    {
        if (cursor.Type == RespType.Integer) { return (ulong)cursor.Integer; }
        ulong value = 0;
        foreach (byte b in cursor.Bytes)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9) { throw new RedisProtocolException("the cursor is not a number", "the reply of SCAN"); }
            value = unchecked((value * 10) + digit);
        }

        return cursor.Bytes.IsEmpty ? throw new RedisProtocolException("the cursor is missing", "the reply of SCAN") : value;
    }
}
