using System.Text;

namespace RedisPS.Benchmarks.Wire;

/// <summary>
/// The wire's limit: the same requests as the product sends, one page read ahead, replies counted and thrown away.
/// </summary>
internal static class WireLoop
{
    private const int Page = 1000;

    /// <summary>SCAN alone.</summary>
    public static long Names(int port) => Walk(port, "*", [], static (_, _) => 0);

    /// <summary>SCAN, and TYPE, PTTL and MEMORY USAGE of each key.</summary>
    public static long Metadata(int port)
    {
        byte[] type = "*2\r\n$4\r\nTYPE\r\n"u8.ToArray();
        byte[] ttl = "*2\r\n$4\r\nPTTL\r\n"u8.ToArray();
        byte[] memory = "*3\r\n$6\r\nMEMORY\r\n$5\r\nUSAGE\r\n"u8.ToArray();
        return Walk(port, "*", [type, ttl, memory], static (socket, replies) => Skip(socket, replies));
    }

    /// <summary>SCAN MATCH, and a variadic UNLINK of each page.</summary>
    public static long Remove(int port, string pattern) => Variadic(port, pattern, "UNLINK");

    /// <summary>SCAN MATCH, and EXPIRE of each key.</summary>
    public static long Expire(int port, string pattern, int seconds)
    {
        byte[] tail = Encoding.ASCII.GetBytes($"${seconds.ToString().Length}\r\n{seconds}\r\n");
        return Walk(port, pattern, ["*3\r\n$6\r\nEXPIRE\r\n"u8.ToArray()], static (socket, replies) => Skip(socket, replies), tail);
    }

    /// <summary>SCAN MATCH, and PEXPIRETIME and DUMP of each key.</summary>
    public static long Dump(int port, string pattern)
    {
        byte[] expiry = "*2\r\n$11\r\nPEXPIRETIME\r\n"u8.ToArray();
        byte[] dump = "*2\r\n$4\r\nDUMP\r\n"u8.ToArray();
        return Walk(port, pattern, [expiry, dump], static (socket, replies) => Skip(socket, replies));
    }

    private static int Skip(WireSocket socket, int replies)
    {
        for (int i = 0; i < replies; i++)
        {
            socket.SkipScalar();
        }

        return replies;
    }

    /// <summary>Sends [SCAN k+1][the commands of page k] in one go, then reads both.</summary>
    private static long Walk(int port, string pattern, byte[][] heads, Func<WireSocket, int, int> read, byte[]? tail = null)
    {
        using WireSocket socket = new(port);
        byte[][] keys = new byte[Page * 4][];
        long total = 0;
        AppendScan(socket, "0", pattern);
        socket.Flush();
        int pending = 0;
        while (true)
        {
            string cursor = ReadScanHead(socket, out int count);
            bool more = cursor != "0";
            if (more && heads.Length == 0)
            {
                AppendScan(socket, cursor, pattern);
                socket.Flush();
            }

            if (count > keys.Length)
            {
                keys = new byte[count * 2][];
            }

            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> key = socket.ReadBulk();
                if (heads.Length > 0)
                {
                    keys[i] = key.ToArray();
                }
            }

            total += count;
            int before = pending;
            pending = count * heads.Length;
            if (heads.Length > 0)
            {
                if (more)
                {
                    AppendScan(socket, cursor, pattern);
                }

                for (int i = 0; i < count; i++)
                {
                    foreach (byte[] head in heads)
                    {
                        socket.Append(head);
                        socket.AppendBulk(keys[i]);
                        socket.Append(tail);
                    }
                }

                socket.Flush();
            }

            // Read after the next page is on its way: the server is never without work.
            read(socket, before);
            if (!more)
            {
                read(socket, pending);
                return total;
            }
        }
    }

    private static long Variadic(int port, string pattern, string command)
    {
        using WireSocket socket = new(port);
        byte[] head = Encoding.ASCII.GetBytes($"${command.Length}\r\n{command}\r\n");
        List<byte[]> keys = new(Page * 2);
        long total = 0;
        int pending = 0;
        AppendScan(socket, "0", pattern);
        socket.Flush();
        while (true)
        {
            string cursor = ReadScanHead(socket, out int count);
            keys.Clear();
            for (int i = 0; i < count; i++)
            {
                keys.Add(socket.ReadBulk().ToArray());
            }

            int before = pending;
            pending = 0;
            total += count;
            if (cursor != "0")
            {
                AppendScan(socket, cursor, pattern);
            }

            if (count > 0)
            {
                socket.Append(Encoding.ASCII.GetBytes($"*{count + 1}\r\n"));
                socket.Append(head);
                foreach (byte[] key in keys)
                {
                    socket.AppendBulk(key);
                }

                pending = 1;
            }

            socket.Flush();
            Skip(socket, before);
            if (cursor == "0")
            {
                Skip(socket, pending);
                return total;
            }
        }
    }

    private static void AppendScan(WireSocket socket, string cursor, string pattern)
    {
        if (pattern == "*")
        {
            socket.Append("SCAN", cursor, "COUNT", Page.ToString());
        }
        else
        {
            socket.Append("SCAN", cursor, "MATCH", pattern, "COUNT", Page.ToString());
        }
    }

    private static string ReadScanHead(WireSocket socket, out int count)
    {
        socket.ReadLine();
        string cursor = Encoding.ASCII.GetString(socket.ReadBulk());
        count = WireSocket.Number(socket.ReadLine());
        return cursor;
    }
}
