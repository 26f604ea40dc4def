using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RedisPS.TestServers.Wire;

/// <summary>
/// A blocking RESP2 sender for arranging and checking data in tests. It shares nothing with RedisPS.Client,
/// so that a fault there cannot hide itself.
/// </summary>
public sealed class RawRedis : IDisposable
{
    // The replies to so many commands fit into the socket's buffers while nobody reads them.
    private const int Batch = 1000;

    // A server under test that falls silent fails the test instead of holding it for ever.
    private const int Patience = 60_000;

    private readonly Socket _socket;
    private readonly BufferedStream _stream;

    private RawRedis(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = new BufferedStream(stream, 64 * 1024);
    }

    /// <summary>Connects to a plain port of this machine.</summary>
    /// <exception cref="IOException">Nobody listens.</exception>
    public static RawRedis Connect(int port)
    {
        Socket socket = Dial(port);
        return new RawRedis(socket, new NetworkStream(socket));
    }

    /// <summary>Connects to a TLS port of this machine, with a client certificate if one is given.</summary>
    /// <exception cref="IOException">Nobody listens, or the handshake failed.</exception>
    public static RawRedis ConnectTls(int port, X509Certificate2? certificate)
    {
        Socket socket = Dial(port);
        SslStream tls = new(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        tls.AuthenticateAsClient("localhost", certificate is null ? null : [certificate], checkCertificateRevocation: false);
        return new RawRedis(socket, tls);
    }

    /// <summary>One command in text; the reply as text (null for nil, "ERR …" errors thrown).</summary>
    public string? Send(params string[] command) => Text(SendBytes([.. command.Select(Encoding.UTF8.GetBytes)]));

    /// <summary>One command in bytes; the reply as byte[], long, null or a list of these.</summary>
    public object? SendBytes(params byte[][] command)
    {
        Write(command);
        _stream.Flush();
        return Read();
    }

    /// <summary>Appends a command whose reply <see cref="Drain"/> reads; for a thousand and more there is <see cref="Pipe"/>.</summary>
    public void Post(params string[] command) => Write([.. command.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>Sends what was posted and reads that many replies; an error reply throws.</summary>
    public void Drain(int replies)
    {
        _stream.Flush();
        for (int i = 0; i < replies; i++)
        {
            Read();
        }
    }

    /// <summary>Sends any number of commands as fast as the server takes them, as redis-cli --pipe does; the first error reply throws.</summary>
    public void Pipe(IEnumerable<string[]> commands) => PipeBytes(commands.Select(command => command.Select(Encoding.UTF8.GetBytes).ToArray()));

    /// <summary>Like <see cref="Pipe"/>, for commands in bytes.</summary>
    public void PipeBytes(IEnumerable<byte[][]> commands)
    {
        foreach (byte[][][] batch in commands.Chunk(Batch))
        {
            foreach (byte[][] command in batch)
            {
                Write(command);
            }

            Drain(batch.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static Socket Dial(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = Patience, SendTimeout = Patience };
        try
        {
            socket.Connect("127.0.0.1", port);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"Nobody answers on port {port}.", e);
        }
    }

    private static string? Text(object? reply) => reply switch
    {
        null => null,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IEnumerable<object?> items => string.Join('\n', items.Select(Text)),
        _ => reply.ToString(),
    };

    private void Write(byte[][] command)
    {
        _stream.Write(Encoding.ASCII.GetBytes($"*{command.Length}\r\n"));
        foreach (byte[] word in command)
        {
            _stream.Write(Encoding.ASCII.GetBytes($"${word.Length}\r\n"));
            _stream.Write(word);
            _stream.Write("\r\n"u8);
        }
    }

    private object? Read()
    {
        string line = ReadLine();
        switch (line[0])
        {
            case '+':
                return Encoding.UTF8.GetBytes(line[1..]);
            case '-':
                throw new RawRedisException(line[1..]);
            case ':':
                return long.Parse(line.AsSpan(1));
            case '$':
                int length = int.Parse(line.AsSpan(1));
                if (length < 0)
                {
                    return null;
                }

                byte[] bytes = new byte[length];
                _stream.ReadExactly(bytes);
                ReadLine();
                return bytes;
            case '*':
                int count = int.Parse(line.AsSpan(1));
                if (count < 0)
                {
                    return null;
                }

                object?[] items = new object?[count];
                for (int i = 0; i < count; i++)
                {
                    items[i] = Read();
                }

                return items;
            default:
                throw new IOException($"Not a RESP2 reply: {line}");
        }
    }

    private string ReadLine()
    {
        StringBuilder line = new();
        while (true)
        {
            int next = _stream.ReadByte();
            switch (next)
            {
                case -1:
                    throw new IOException("The server closed the connection.");
                case '\n':
                    return line.ToString(0, line.Length - 1);
                default:
                    line.Append((char)next);
                    break;
            }
        }
    }
}
