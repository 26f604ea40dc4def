using System.Buffers.Text;
using System.Text;

namespace RedisPS.Client;

/// <content>What is no whole reply: the lines and the snapshot of the replication protocol, and strings too large to be held.</content>
public sealed partial class RespReader
{
    /// <summary>A line without its end.</summary>
    internal async ValueTask<string> ReadLineAsync(int longest, CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = Peek.IndexOf((byte)'\n');
            if (end >= 0)
            {
                string line = Encoding.UTF8.GetString(Peek[..end]).TrimEnd('\r');
                _start += end + 1;
                return line;
            }

            if (BufferedBytes > longest) { throw new RedisProtocolException("a line does not end", "the replication protocol"); }
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The bytes that are there; waits for the first of them.</summary>
    internal async ValueTask<int> ReadBytesAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (BufferedBytes == 0) { await FillAsync(cancellationToken).ConfigureAwait(false); }
        int count = Math.Min(target.Length, BufferedBytes);
        Peek[..count].CopyTo(target.Span);
        _start += count;
        return count;
    }

    /// <summary>
    /// Whether the next reply is a string of at least so many bytes. Then its header has been read, and what follows is the string, to be read with
    /// <see cref="ReadPartAsync"/> to its last byte, and then <see cref="EndLargeAsync"/>. Otherwise nothing has been read.
    /// </summary>
    /// <param name="least">From how many bytes on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The string's length; null when it is anything else.</returns>
    public async ValueTask<long?> BeginLargeAsync(long least, CancellationToken cancellationToken = default)
    {
        const int LongestHeader = 24;
        while (true)
        {
            if (BufferedBytes > 0 && Peek[0] != (byte)'$') { return null; }
            int end = Peek.IndexOf((byte)'\n');
            if (end < 0 && BufferedBytes < LongestHeader)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (end < 2 || !Utf8Parser.TryParse(Peek[1..end], out long length, out int digits) || digits != end - 2 || length < least) { return null; }
            _start += end + 1;
            return length;
        }
    }

    /// <summary>Reads some of a large string.</summary>
    /// <param name="target">Where to; no longer than what is left of the string.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many bytes came.</returns>
    public ValueTask<int> ReadPartAsync(Memory<byte> target, CancellationToken cancellationToken = default) => ReadBytesAsync(target, cancellationToken);

    /// <summary>Reads what follows the last byte of a large string.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that is done when the reply is over.</returns>
    /// <exception cref="RedisProtocolException">The string is longer than it said.</exception>
    public async ValueTask EndLargeAsync(CancellationToken cancellationToken = default)
    {
        while (BufferedBytes < 2) { await FillAsync(cancellationToken).ConfigureAwait(false); }
        if (!Peek[..2].SequenceEqual("\r\n"u8)) { throw new RedisProtocolException("a string does not end where it says", "a large string"); }
        _start += 2;
    }
}
