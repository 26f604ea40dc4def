using System.Net.Sockets;
using System.Text;

namespace RedisPS.Benchmarks.Wire;

/// <summary>A snapshot as bare as it can be had: a socket loop that asks for it as a replica does and writes what comes to a file.</summary>
internal static class WireSnapshot
{
    private const int MarkBytes = 40;

    public static void Run(int port, string path)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect("127.0.0.1", port);

        // One after the other: a server refuses PSYNC while the client has an answer to come.
        Ask(socket, "REPLCONF rdb-only 1\r\n");
        Ask(socket, "REPLCONF capa eof capa psync2\r\n");
        Ask(socket, "PSYNC ? -1\r\n");
        string header = Line(socket);
        while (header.Length == 0)
        {
            // The server says with empty lines that it is still there.
            header = Line(socket);
        }

        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        byte[] mark = header.StartsWith("$EOF:", StringComparison.Ordinal) ? Encoding.ASCII.GetBytes(header[5..]) : [];
        long left = mark.Length > 0 ? long.MaxValue : long.Parse(header.AsSpan(1));
        byte[] block = new byte[MarkBytes + (256 << 10)];
        int held = 0;
        while (left > 0)
        {
            // What was held back of the last block is written with this one, so that the mark is found wherever it is torn.
            int count = socket.Receive(block.AsSpan(held, (int)Math.Min(left, block.Length - held)));
            if (count == 0)
            {
                throw new IOException("The server ended the transfer.");
            }

            left -= count;
            int total = held + count;
            if (mark.Length > 0 && total >= MarkBytes && block.AsSpan(total - MarkBytes, MarkBytes).SequenceEqual(mark))
            {
                file.Write(block, 0, total - MarkBytes);
                return;
            }

            held = mark.Length > 0 ? Math.Min(total, MarkBytes) : 0;
            file.Write(block, 0, total - held);
            block.AsSpan(total - held, held).CopyTo(block);
        }
    }

    /// <summary>Reads a file and does nothing with it.</summary>
    public static void Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        byte[] block = new byte[1 << 20];
        while (file.Read(block) > 0)
        {
        }
    }

    private static void Ask(Socket socket, string command)
    {
        socket.Send(Encoding.ASCII.GetBytes(command));
        string answer = Line(socket);
        if (!answer.StartsWith('+'))
        {
            throw new IOException($"{command.TrimEnd()}: {answer}");
        }
    }

    private static string Line(Socket socket)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (true)
        {
            if (socket.Receive(one) == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }
}
