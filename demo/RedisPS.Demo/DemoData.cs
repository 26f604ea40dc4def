using RedisPS.TestServers.Wire;

namespace RedisPS.Demo;

/// <summary>Fills a server with what an application leaves behind: every type, TTLs on part, a few big keys, one binary key.</summary>
internal sealed class DemoData(RawRedis redis)
{
    private readonly Random _random = new(2026);

    /// <summary>Writes the data set; what this server does not know is left out.</summary>
    public void Fill()
    {
        redis.Pipe(Cache());
        redis.Pipe(Sessions());
        redis.Pipe(Queues());
        redis.Pipe(Leaderboards());
        FillEvents();
        redis.SendBytes("SET"u8.ToArray(), [.. "binary:"u8, 0xff, 0x00, (byte)'\n', (byte)' ', 0xfe], "bytes, not text"u8.ToArray());
    }

    private IEnumerable<string[]> Cache()
    {
        for (int i = 1; i <= 12_000; i++)
        {
            string value = new((char)('a' + (i % 26)), _random.Next(50, 400));

            // Some were written without an expiry, as it happens.
            yield return i % 40 == 0
                ? ["SET", $"cache:page:{i}", value]
                : ["SET", $"cache:page:{i}", value, "EX", _random.Next(3600, 86_400).ToString()];
        }

        yield return ["SET", "cache:report:annual", new string('r', 2_000_000)];
    }

    private IEnumerable<string[]> Sessions()
    {
        for (int i = 1001; i <= 4000; i++)
        {
            yield return ["HSET", $"session:{i}", "user", $"user{i}", "ip", $"10.0.{i / 256}.{i % 256}", "locale", i % 3 == 0 ? "de-DE" : "en-US", "seen", (1_790_000_000 + i).ToString()];
            yield return ["EXPIRE", $"session:{i}", _random.Next(600, 7200).ToString()];
        }

        for (int i = 1001; i <= 1400; i++)
        {
            yield return ["SADD", $"session:active:client{i % 40}", i.ToString()];
        }
    }

    private static IEnumerable<string[]> Queues()
    {
        foreach (string name in (string[])["mail", "thumbnails", "invoices", "webhooks"])
        {
            for (int i = 0; i < 500; i++)
            {
                yield return ["RPUSH", $"queue:{name}", $"{{\"id\":{i},\"attempt\":0,\"kind\":\"{name}\"}}"];
            }
        }

        for (int i = 0; i < 20_000; i++)
        {
            yield return ["RPUSH", "queue:dead-letters", $"{{\"id\":{i},\"error\":\"timeout\"}}"];
        }
    }

    private IEnumerable<string[]> Leaderboards()
    {
        for (int year = 2020; year <= 2026; year++)
        {
            for (int player = 0; player < (year == 2026 ? 10_000 : 200); player++)
            {
                yield return ["ZADD", $"leaderboard:{year}", _random.Next(0, 1_000_000).ToString(), $"player{player}"];
            }
        }
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

        redis.Pipe(Enumerable.Range(1, 1999).Select(i => new[]
        {
            "XADD", $"events:{(i % 2 == 0 ? "orders" : "payments")}", "*", "type", i % 5 == 0 ? "cancelled" : "placed", "order", i.ToString(),
        }));
    }
}
