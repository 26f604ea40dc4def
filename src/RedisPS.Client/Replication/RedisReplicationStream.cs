using System.Globalization;

namespace RedisPS.Client;

/// <summary>
/// The snapshot that a server sends to a replica: an RDB of one point in time (PSYNC ? -1). It ends with the snapshot; the writes that
/// would follow are not asked for. For one caller at a time.
/// </summary>
public sealed class RedisReplicationStream : IAsyncDisposable, IDisposable
{
    private const int MarkLength = 40;
    private const int LongestLine = 1024;
    private const int SmallestTarget = 1024;

    private readonly RedisBulkConnection _connection;
    private readonly byte[]? _mark;
    private readonly byte[] _tail = new byte[MarkLength];
    private int _tailLength;
    private long _left;

    private RedisReplicationStream(RedisBulkConnection connection, string replicationId, long offset, string header)
    {
        _connection = connection;
        ReplicationId = replicationId;
        Offset = offset;
        if (header.StartsWith("$EOF:", StringComparison.Ordinal) && header.Length == 5 + MarkLength)
        {
            _mark = System.Text.Encoding.ASCII.GetBytes(header[5..]);
            return;
        }

        Length = header.StartsWith('$') && long.TryParse(header.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : throw new RedisProtocolException("expected the header of a snapshot", header);
        _left = length;
    }

    /// <summary>The id of the server's history.</summary>
    public string ReplicationId { get; }

    /// <summary>Where in that history the snapshot stands, in bytes.</summary>
    public long Offset { get; }

    /// <summary>How many bytes there will be; null when the server sends while it saves and does not know yet.</summary>
    public long? Length { get; }

    /// <summary>Bytes handed over so far.</summary>
    public long Position { get; private set; }

    /// <summary>Whether the snapshot was received to its last byte.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads the next bytes.</summary>
    /// <param name="target">Where to; at least a kilobyte.</param>
    /// <param name="cancellationToken">Ends the wait; the transfer cannot go on then.</param>
    /// <returns>How many bytes came; 0 at the end.</returns>
    /// <exception cref="RedisConnectionException">The server closed the connection before the end: it was stopped, its child was killed, or this reader was too slow for client-output-buffer-limit replica.</exception>
    /// <exception cref="RedisTimeoutException">Nothing came for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken = default)
    {
        if (target.Length < SmallestTarget) { throw new ArgumentException("The target must hold at least a kilobyte.", nameof(target)); }
        if (IsComplete) { return 0; }
        int count = _mark is null
            ? await ReadCountedAsync(target, cancellationToken).ConfigureAwait(false)
            : await ReadMarkedAsync(target, cancellationToken).ConfigureAwait(false);
        Position += count;
        return count;
    }

    /// <summary>Closes the connection at once.</summary>
    public void Dispose() => _connection.Dispose();

    /// <summary>Closes the connection at once.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>Asks for the snapshot and waits until it begins.</summary>
    internal static async Task<RedisReplicationStream> OpenAsync(RedisClient client, RedisBulkConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            // rdb-only spares the server the buffer of writes (6.2); a server that does not know it sends them behind the snapshot, where nobody reads.
            connection.Writer.Command(client.MapName("REPLCONF"), ["rdb-only", "1"]);
            connection.Writer.Command(client.MapName("REPLCONF"), ["capa", "eof", "capa", "psync2"]);
            await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < 2; i++)
            {
                RespValue reply = await connection.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (reply.IsError && reply.AsText()!.StartsWith("NOPERM", StringComparison.Ordinal)) { throw RedisServerException.FromReply(reply, new RedisCommand("REPLCONF")); }
            }

            connection.Writer.Command(client.MapName("PSYNC"), ["?", "-1"]);
            await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            string answer = await LineAsync(connection.Reader, cancellationToken).ConfigureAwait(false);
            if (answer.StartsWith('-')) { throw RedisServerException.FromReply(System.Text.Encoding.UTF8.GetBytes(answer[1..]), "PSYNC"); }
            string[] words = answer.Split(' ');
            if (words is not ["+FULLRESYNC", { } id, { } at] || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
            {
                throw new RedisProtocolException("expected FULLRESYNC", answer);
            }

            return new RedisReplicationStream(connection, id, offset, await LineAsync(connection.Reader, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Empty lines are the server's way to say that it is still there while it prepares the snapshot.
    private static async ValueTask<string> LineAsync(RespReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            string line = await reader.ReadLineAsync(LongestLine, cancellationToken).ConfigureAwait(false);
            if (line.Length > 0) { return line; }
        }
    }

    private async ValueTask<int> ReadCountedAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int count = _left == 0 ? 0 : await _connection.Reader.ReadBytesAsync(target[..(int)Math.Min(target.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= count;
        IsComplete = _left == 0;
        return count;
    }

    // The last forty bytes are held back until it is known that they are not the mark of the end.
    private async ValueTask<int> ReadMarkedAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (true)
        {
            _tail.AsSpan(0, _tailLength).CopyTo(target.Span);
            int total = _tailLength + await _connection.Reader.ReadBytesAsync(target[_tailLength..], cancellationToken).ConfigureAwait(false);
            _tailLength = Math.Min(total, MarkLength);
            target.Span[(total - _tailLength)..total].CopyTo(_tail);
            if (_tailLength == MarkLength && _tail.AsSpan().SequenceEqual(_mark)) { IsComplete = true; }
            if (total > _tailLength || IsComplete) { return total - _tailLength; }
        }
    }
}
