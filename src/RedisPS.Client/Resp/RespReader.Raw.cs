using System.Text;

namespace RedisPS.Client;

/// <content>What is no reply: the lines and the snapshot of the replication protocol.</content>
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
}
