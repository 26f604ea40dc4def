using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedisPS.Benchmarks.Wire;

/// <summary>
/// A blocking socket with a buffer and just enough RESP2 to count replies: what the limit is measured with.
/// It shares no code with RedisPS.Client, so that a slow client cannot make its own limit slow.
/// </summary>
internal sealed class WireSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _input = new byte[256 * 1024];
    private byte[] _output = new byte[256 * 1024];
    private int _start;
    private int _end;
    private int _pending;

    public WireSocket(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(IPAddress.Loopback, port);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Appends bytes that are a whole command or a part of one.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_pending + bytes.Length > _output.Length)
        {
            Array.Resize(ref _output, Math.Max(_output.Length * 2, _pending + bytes.Length));
        }

        bytes.CopyTo(_output.AsSpan(_pending));
        _pending += bytes.Length;
    }

    /// <summary>Appends "$length CRLF bytes CRLF".</summary>
    public void AppendBulk(ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[16];
        head[0] = (byte)'$';
        bytes.Length.TryFormat(head[1..], out int digits);
        head[digits + 1] = (byte)'\r';
        head[digits + 2] = (byte)'\n';
        Append(head[..(digits + 3)]);
        Append(bytes);
        Append("\r\n"u8);
    }

    public void Append(params string[] command)
    {
        Append(Encoding.ASCII.GetBytes($"*{command.Length}\r\n"));
        foreach (string word in command)
        {
            AppendBulk(Encoding.UTF8.GetBytes(word));
        }
    }

    public void Flush()
    {
        for (int sent = 0; sent < _pending;)
        {
            sent += _socket.Send(_output, sent, _pending - sent, SocketFlags.None);
        }

        _pending = 0;
    }

    /// <summary>The next line without its CRLF; valid until the next read.</summary>
    public ReadOnlySpan<byte> ReadLine()
    {
        while (true)
        {
            int length = _input.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                ReadOnlySpan<byte> line = _input.AsSpan(_start, length - 1);
                _start += length + 1;
                return line;
            }

            Fill();
        }
    }

    /// <summary>The body of a bulk string whose header has been read; valid until the next read.</summary>
    public ReadOnlySpan<byte> ReadBody(int length)
    {
        while (_end - _start < length + 2)
        {
            Fill();
        }

        ReadOnlySpan<byte> body = _input.AsSpan(_start, length);
        _start += length + 2;
        return body;
    }

    /// <summary>A bulk string of moderate size, its header included.</summary>
    public ReadOnlySpan<byte> ReadBulk() => ReadBody(Number(ReadLine()));

    /// <summary>One scalar reply that is only counted; throws when it is an error.</summary>
    public void SkipScalar()
    {
        ReadOnlySpan<byte> line = ReadLine();
        if (line[0] == '-')
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(line));
        }

        if (line[0] == '$' && line[1] != '-')
        {
            ReadBody(Number(line));
        }
    }

    /// <summary>The number behind the type byte of a reply line.</summary>
    public static int Number(ReadOnlySpan<byte> line)
    {
        int value = 0;
        foreach (byte digit in line[1..])
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            _end -= _start;
            _start = 0;
        }

        int received = _socket.Receive(_input, _end, _input.Length - _end, SocketFlags.None);
        if (received == 0)
        {
            throw new IOException("The server closed the connection.");
        }

        _end += received;
    }
}
