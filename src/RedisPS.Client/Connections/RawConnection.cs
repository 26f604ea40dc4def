using System.Net.Sockets;

namespace RedisPS.Client;

/// <summary>A connection after the handshake: authenticated, named, in its database.</summary>
internal sealed class RawConnection(Socket socket, Stream stream, RespReader reader, StreamWatch watch, RespValue? hello, int protocol) : IDisposable
{
    public Socket Socket { get; } = socket;

    public Stream Stream { get; } = stream;

    public RespReader Reader { get; } = reader;

    public StreamWatch Watch { get; } = watch;

    /// <summary>What HELLO told; null where the server does not know it.</summary>
    public RespValue? Hello { get; } = hello;

    /// <summary>2 or 3.</summary>
    public int Protocol { get; } = protocol;

    public void Dispose()
    {
        Watch.Dispose();

        // First the socket: a TLS stream would wait for its farewell to be sent.
        Socket.Dispose();
        Stream.Dispose();
    }
}
