using System.Globalization;
using System.Text;
using RedisPS.Core.Rdb;

namespace RedisPS.Core.Backup;

/// <summary>
/// Reads a file of an append-only file from its first byte to its last: an RDB first if it begins as one, then commands. Tells up to where it
/// holds whole commands and whole transactions, because a server may be appending to it.
/// </summary>
internal sealed class AppendOnlyScan
{
    private const int LongestLine = 64;
    private const int BufferBytes = 1 << 20;
    private const int LongestName = 16;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;
    private long _before;

    private AppendOnlyScan(Stream stream, long position)
    {
        _stream = stream;
        _before = position;
    }

    /// <summary>Bytes up to the end of the last whole command that is not inside a transaction.</summary>
    public long Whole { get; private set; }

    /// <summary>How many commands there are up to there.</summary>
    public long Commands { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="length">How much of it counts.</param>
    /// <param name="cancellationToken">Ends it between two commands.</param>
    /// <exception cref="RdbFormatException">The RDB that it begins with is damaged, or something is neither a command nor an annotation.</exception>
    public static AppendOnlyScan Read(Stream stream, long length, CancellationToken cancellationToken)
    {
        stream.Position = 0;
        long position = 0;
        byte[] signature = new byte[5];
        int read = stream.ReadAtLeast(signature, 5, throwOnEndOfStream: false);
        stream.Position = 0;
        if (read == 5 && signature.AsSpan().SequenceEqual("REDIS"u8))
        {
            position = RdbTally.Read(stream, cancellationToken: cancellationToken).Bytes;
            stream.Position = position;
        }

        AppendOnlyScan scan = new(stream, position) { Whole = position };
        scan.ReadCommands(length, cancellationToken);
        return scan;
    }

    private long Position => _before + _start;

    private void ReadCommands(long length, CancellationToken cancellationToken)
    {
        bool inside = false;
        long inTransaction = 0;
        while (Position < length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryLine(out string line)) { break; }
            if (line.StartsWith('#'))
            {
                if (!inside && Position <= length) { Whole = Position; }
                continue;
            }

            if (!TryCommand(line, out string name)) { break; }
            if (Position > length) { break; }
            inTransaction++;
            if (name == "MULTI") { inside = true; }
            if (name == "EXEC") { inside = false; }
            if (inside) { continue; }
            Whole = Position;
            Commands += inTransaction;
            inTransaction = 0;
        }
    }

    private bool TryCommand(string header, out string name)
    {
        name = "";
        long words = Count(header, '*');
        for (long i = 0; i < words; i++)
        {
            if (!TryLine(out string line)) { return false; }
            long bytes = Count(line, '$');
            if (i == 0 && bytes <= LongestName)
            {
                if (!Have((int)bytes)) { return false; }
                name = Encoding.ASCII.GetString(_buffer, _start, (int)bytes).ToUpperInvariant();
            }

            if (!Skip(bytes)) { return false; }
            if (!Have(2)) { return false; }
            if (_buffer[_start] != '\r' || _buffer[_start + 1] != '\n') { throw Damaged("A command does not end where it says"); }
            _start += 2;
        }

        return true;
    }

    private long Count(string line, char type) =>
        line.Length > 1 && line[0] == type && long.TryParse(line.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? count
            : throw Damaged($"A '{type}' and a number were expected");

    private bool TryLine(out string line)
    {
        line = "";
        for (int length = 0; length <= LongestLine; length++)
        {
            if (!Have(length + 1)) { return false; }
            if (_buffer[_start + length] != '\n') { continue; }
            line = Encoding.ASCII.GetString(_buffer, _start, length).TrimEnd('\r');
            _start += length + 1;
            return true;
        }

        throw Damaged("A line is too long");
    }

    private bool Skip(long count)
    {
        while (count > 0)
        {
            if (!Have(1)) { return false; }
            int step = (int)Math.Min(count, _end - _start);
            _start += step;
            count -= step;
        }

        return true;
    }

    private bool Have(int count)
    {
        while (_end - _start < count)
        {
            int left = _end - _start;
            _buffer.AsSpan(_start, left).CopyTo(_buffer);
            _before += _start;
            _start = 0;
            _end = left;
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0) { return false; }
            _end += read;
        }

        return true;
    }

    private RdbFormatException Damaged(string problem) => new(problem, Position);
}
