using System.Text;

namespace RedisPS.Benchmarks.Wire;

/// <summary>The wire's limit of an import: the values are in memory, ready to send, and one window is under way while the last one's replies are read.</summary>
internal sealed class WireRestore
{
    private const int Window = 500;

    private readonly List<byte[]> _commands = [];

    /// <summary>Takes the values of the keys that match.</summary>
    public WireRestore(int port, string pattern)
    {
        using WireSocket socket = new(port);
        string cursor = "0";
        do
        {
            socket.Append("SCAN", cursor, "MATCH", pattern, "COUNT", "1000");
            socket.Flush();
            socket.ReadLine();
            cursor = Encoding.ASCII.GetString(socket.ReadBulk());
            byte[][] keys = new byte[WireSocket.Number(socket.ReadLine())][];
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = socket.ReadBulk().ToArray();
            }

            foreach (byte[] key in keys)
            {
                Append(socket, "PEXPIRETIME", key);
                Append(socket, "DUMP", key);
            }

            socket.Flush();
            foreach (byte[] key in keys)
            {
                string expiry = Encoding.ASCII.GetString(socket.ReadLine()[1..]);
                _commands.Add(Command(key, expiry, socket.ReadBulk()));
            }
        }
        while (cursor != "0");
    }

    /// <summary>Sends them all.</summary>
    public void Run(int port)
    {
        using WireSocket socket = new(port);
        int read = 0;
        for (int sent = 0; sent < _commands.Count;)
        {
            int end = Math.Min(_commands.Count, sent + Window);
            for (; sent < end; sent++)
            {
                socket.Append(_commands[sent]);
            }

            socket.Flush();
            for (; read < sent - Window; read++)
            {
                socket.SkipScalar();
            }
        }

        for (; read < _commands.Count; read++)
        {
            socket.SkipScalar();
        }
    }

    private static void Append(WireSocket socket, string name, byte[] key)
    {
        socket.Append(Encoding.ASCII.GetBytes($"*2\r\n${name.Length}\r\n{name}\r\n"));
        socket.AppendBulk(key);
    }

    private static byte[] Command(byte[] key, string expiry, ReadOnlySpan<byte> payload)
    {
        bool expires = expiry != "-1";
        string time = expires ? expiry : "0";
        List<byte> command = [.. Encoding.ASCII.GetBytes($"*{(expires ? 5 : 4)}\r\n$7\r\nRESTORE\r\n${key.Length}\r\n")];
        command.AddRange(key);
        command.AddRange(Encoding.ASCII.GetBytes($"\r\n${time.Length}\r\n{time}\r\n${payload.Length}\r\n"));
        command.AddRange(payload);
        command.AddRange(Encoding.ASCII.GetBytes(expires ? "\r\n$6\r\nABSTTL\r\n" : "\r\n"));
        return [.. command];
    }
}
