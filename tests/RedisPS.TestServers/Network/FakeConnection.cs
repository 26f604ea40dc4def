using System.Net.Sockets;
using System.Text;

namespace RedisPS.TestServers.Network;

/// <summary>One connection of a <see cref="FakeServer"/>: reads commands, sends bytes, in whole or torn.</summary>
public sealed class FakeConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly CancellationToken _stop;
    private readonly List<byte> _unread = [];

    internal FakeConnection(Socket socket, CancellationToken stop)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _stop = stop;
    }

    /// <summary>The next command, its words as text; null when the client has closed.</summary>
    public async Task<string[]?> ReadCommandAsync()
    {
        while (true)
        {
            if (TryParse(out string[]? command, out int consumed))
            {
                _unread.RemoveRange(0, consumed);
                return command;
            }

            if (!await FillAsync())
            {
                return null;
            }
        }
    }

    /// <summary>Waits for any bytes from the client.</summary>
    public Task ReadSomeAsync() => FillAsync();

    /// <summary>Sends bytes in one piece.</summary>
    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes, 0, bytes.Length, _stop);

    /// <summary>Sends text in one piece.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes in two pieces, torn at an offset, with a pause so that they arrive apart.</summary>
    public async Task SendTornAsync(byte[] bytes, int offset)
    {
        await SendAsync(bytes[..offset]);
        await Task.Delay(2, _stop);
        await SendAsync(bytes[offset..]);
    }

    /// <summary>
    /// Answers what a client asks on connecting as a RESP2-only server of long ago would: HELLO is unknown,
    /// PING is PONG, all else is OK. Returns the first command that is none of these.
    /// </summary>
    public async Task<string[]?> GreetAsync()
    {
        while (await ReadCommandAsync() is { } command)
        {
            switch (command[0].ToUpperInvariant())
            {
                case "HELLO":
                    await SendAsync("-ERR unknown command 'HELLO'\r\n");
                    break;
                case "PING":
                    await SendAsync("+PONG\r\n");
                    break;
                case "INFO":
                    await SendAsync("$43\r\n# Server\r\nredis_version:7.0.15\r\nloading:0\r\n\r\n");
                    break;
                case "COMMAND":
                    await SendAsync("*0\r\n");
                    break;
                case "CLIENT" or "AUTH" or "SELECT":
                    await SendAsync("+OK\r\n");
                    break;
                default:
                    return command;
            }
        }

        return null;
    }

    /// <summary>Says nothing until the client closes or the server stops.</summary>
    public async Task WaitForCloseAsync()
    {
        while (await FillAsync())
        {
        }
    }

    /// <summary>Cuts the connection with a reset, as a firewall would.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private async Task<bool> FillAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        int received = await _stream.ReadAsync(buffer, _stop);
        _unread.AddRange(buffer.AsSpan(0, received).ToArray());
        return received > 0;
    }

    private bool TryParse(out string[]? command, out int consumed)
    {
        command = null;
        consumed = 0;
        if (!TryReadCount('*', ref consumed, out int words))
        {
            return false;
        }

        string[] parsed = new string[words];
        for (int i = 0; i < words; i++)
        {
            if (!TryReadCount('$', ref consumed, out int length) || consumed + length + 2 > _unread.Count)
            {
                return false;
            }

            parsed[i] = Encoding.UTF8.GetString(_unread.GetRange(consumed, length).ToArray());
            consumed += length + 2;
        }

        command = parsed;
        return true;
    }

    private bool TryReadCount(char type, ref int offset, out int count)
    {
        count = 0;
        int end = _unread.IndexOf((byte)'\n', Math.Min(offset, _unread.Count));
        if (end < 0)
        {
            return false;
        }

        string line = Encoding.ASCII.GetString(_unread.GetRange(offset, end - offset).ToArray()).TrimEnd('\r');
        if (line.Length == 0 || line[0] != type)
        {
            throw new IOException($"The client sent '{line}' where a {type} was due.");
        }

        count = int.Parse(line.AsSpan(1));
        offset = end + 1;
        return true;
    }
}
