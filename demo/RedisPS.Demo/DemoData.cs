using RedisPS.TestServers.Wire;

namespace RedisPS.Demo;

/// <summary>Fills a server with what an application leaves behind: every type, TTLs on part, a few big keys, one binary key.</summary>
internal sealed class DemoData(RawRedis redis)
{
    private const int Batch = 1000;
    private readonly Random _random = new(2026);
    private int _posted;

    /// <summary>Writes the data set; commands that this server does not know are left out.</summary>
    public void Fill()
    {
        FillCache();
        FillSessions();
        FillQueues();
        FillLeaderboards();
        FillEvents();
        redis.SendBytes("SET"u8.ToArray(), [.. "binary:"u8, 0xff, 0x00, (byte)'\n', (byte)' ', 0xfe], "bytes, not text"u8.ToArray());
    }

    private void FillCache()
    {
        for (int i = 1; i <= 12_000; i++)
        {
            string key = $"cache:page:{i}";
            string value = new((char)('a' + (i % 26)), _random.Next(50, 400));
            if (i % 40 == 0)
            {
                Post("SET", key, value);
            }
            else
            {
                Post("SET", key, value, "EX", _random.Next(60, 86_400).ToString());
            }
        }

        Post("SET", "cache:report:annual", new string('r', 2_000_000));
        Flush();
    }

    private void FillSessions()
    {
        for (int i = 1001; i <= 4000; i++)
        {
            Post("HSET", $"session:{i}", "user", $"user{i}", "ip", $"10.0.{i / 256}.{i % 256}", "locale", i % 3 == 0 ? "de-DE" : "en-US", "seen", (1_790_000_000 + i).ToString());
            Post("EXPIRE", $"session:{i}", _random.Next(600, 7200).ToString());
        }

        for (int i = 1001; i <= 1400; i++)
        {
            Post("SADD", $"session:active:client{i % 40}", i.ToString());
        }

        Flush();
    }

    private void FillQueues()
    {
        foreach (string name in (string[])["mail", "thumbnails", "invoices", "webhooks"])
        {
            for (int i = 0; i < 500; i++)
            {
                Post("RPUSH", $"queue:{name}", $"{{\"id\":{i},\"attempt\":0,\"kind\":\"{name}\"}}");
            }
        }

        for (int i = 0; i < 20_000; i++)
        {
            Post("RPUSH", "queue:dead-letters", $"{{\"id\":{i},\"error\":\"timeout\"}}");
        }

        Flush();
    }

    private void FillLeaderboards()
    {
        for (int year = 2020; year <= 2026; year++)
        {
            for (int player = 0; player < (year == 2026 ? 10_000 : 200); player++)
            {
                Post("ZADD", $"leaderboard:{year}", _random.Next(0, 1_000_000).ToString(), $"player{player}");
            }
        }

        Flush();
    }

    private void FillEvents()
    {
        try
        {
            redis.Send("XADD", "events:orders", "*", "type", "opened", "order", "0");
        }
        catch (RawRedisException)
        {
            // Garnet 2.2 has no streams; the rest of the demo is there all the same.
            return;
        }

        for (int i = 1; i < 2000; i++)
        {
            Post("XADD", $"events:{(i % 2 == 0 ? "orders" : "payments")}", "*", "type", i % 5 == 0 ? "cancelled" : "placed", "order", i.ToString());
        }

        Flush();
    }

    private void Post(params string[] command)
    {
        redis.Post(command);
        if (++_posted == Batch)
        {
            Flush();
        }
    }

    private void Flush()
    {
        redis.Drain(_posted);
        _posted = 0;
    }
}
