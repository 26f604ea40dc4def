using System.Text;
using RedisPS.Benchmarks.Wire;

namespace RedisPS.Benchmarks.Data;

/// <summary>The data set: every second key is cache:*, all types, a TTL on two of five.</summary>
internal static class MixedKeys
{
    public static void Fill(int port, int count)
    {
        using WireSocket socket = new(port);
        int pending = 0;
        for (int i = 0; i < count; i++)
        {
            pending += i % 2 == 0 ? AddCacheEntry(socket, i) : AddOther(socket, i);
            if (pending >= 1000)
            {
                Drain(socket, ref pending);
            }
        }

        Drain(socket, ref pending);
    }

    /// <summary>Large hashes, for measuring what their removal costs others.</summary>
    public static void FillLargeHashes(int port, int count, int fields)
    {
        using WireSocket socket = new(port);
        for (int i = 0; i < count; i++)
        {
            string[] command = new string[2 + (fields * 2)];
            command[0] = "HSET";
            command[1] = $"large:{i}";
            for (int f = 0; f < fields; f++)
            {
                command[2 + (f * 2)] = $"field:{f}";
                command[3 + (f * 2)] = $"value-{i}-{f}";
            }

            socket.Append(command);
            socket.Flush();
            socket.SkipScalar();
        }
    }

    private static int AddCacheEntry(WireSocket socket, int i)
    {
        string value = new((char)('a' + (i % 26)), 20 + (i % 60));
        if (i % 5 < 2)
        {
            socket.Append("SET", $"cache:page:{i}", value, "EX", (3600 + (i % 86400)).ToString());
        }
        else
        {
            socket.Append("SET", $"cache:page:{i}", value);
        }

        return 1;
    }

    private static int AddOther(WireSocket socket, int i)
    {
        switch (i / 2 % 5)
        {
            case 0:
                socket.Append("HSET", $"session:{i}", "user", $"u{i}", "ip", "10.0.0.1", "seen", i.ToString());
                break;
            case 1:
                socket.Append("RPUSH", $"queue:mail:{i}", "a", "b", i.ToString());
                break;
            case 2:
                socket.Append("SADD", $"tags:{i}", "red", "green", $"t{i}");
                break;
            case 3:
                socket.Append("ZADD", $"leaderboard:{i}", "1", "ann", (i % 100).ToString(), "bob");
                break;
            default:
                socket.Append("SET", $"user:{i}:name", $"name of {i}");
                break;
        }

        return 1;
    }

    private static void Drain(WireSocket socket, ref int pending)
    {
        socket.Flush();
        for (; pending > 0; pending--)
        {
            socket.SkipScalar();
        }
    }
}
