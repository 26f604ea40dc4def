using RedisPS.Client;
using RedisPS.Core.Tests.Keyspace;

namespace RedisPS.Core.Tests.Transfer;

/// <summary>Keys of every type and of random sizes on both sides of the limits of small encodings; the same seed gives the same keys.</summary>
internal sealed class RandomKeys(RedisClient client, int seed)
{
    private readonly Random _random = new(seed);
    private readonly bool _fieldTimes = client.Capabilities.Supports("HPEXPIREAT");

    public async Task FillAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            RedisArgument key = Name(i);
            await AddAsync(key);
            if (_random.Next(3) == 0) { await client.DoAsync("PEXPIREAT", key, 4_000_000_000_000 + _random.Next()); }
        }
    }

    private RedisArgument Name(int i) => _random.Next(4) switch
    {
        0 => new RedisKey([(byte)i, .. Bytes(_random.Next(1, 20))]),
        1 => $"name with \"quotes\" {i} {{tag}}\n*?[x]",
        _ => $"key:{i}",
    };

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private int Size() => _random.Next(5) switch { 0 => 1, 1 => _random.Next(2, 8), 2 => _random.Next(100, 140), 3 => _random.Next(500, 530), _ => _random.Next(1, 40) };

    // Texts, numbers (which small encodings keep as such) and bytes that are no text, short and long.
    private RedisArgument Part(int i) => _random.Next(5) switch
    {
        0 => _random.NextInt64(long.MinValue, long.MaxValue),
        1 => $"{i}",
        2 => Bytes(_random.Next(0, 90)),
        3 => new string((char)('a' + (i % 26)), _random.Next(0, 300)),
        _ => $"grüße {i} 🙂",
    };

    private async Task AddAsync(RedisArgument key)
    {
        RedisArgument[] Many(Func<int, RedisArgument[]> part) => [.. Enumerable.Range(0, Size()).SelectMany(part)];
        switch (_random.Next(7))
        {
            case 0:
                await client.DoAsync("SET", key, _random.Next(3) == 0 ? Bytes(_random.Next(0, 200_000)) : Part(_random.Next()));
                break;
            case 1:
                await client.DoAsync(["RPUSH", key, .. Many(i => [Part(i)])]);
                break;
            case 2:
                await client.DoAsync(["SADD", key, .. Many(i => [Part(i)])]);
                break;
            case 3:
                await client.DoAsync(["SADD", key, .. Many(i => [(RedisArgument)(i * 7919L)])]);
                break;
            case 4:
                await client.DoAsync(["ZADD", key, .. Many(i => [Score(), Part(i)])]);
                break;
            case 5:
                await client.DoAsync(["HSET", key, .. Many(i => [$"field {i}", Part(i)]), "", "no name", Bytes(5), Bytes(5)]);
                if (_fieldTimes && _random.Next(2) == 0) { await client.DoAsync("HPEXPIREAT", key, 4_000_000_000_000 + _random.Next(), "FIELDS", 2, "field 0", ""); }
                break;
            default:
                await StreamAsync(key);
                break;
        }
    }

    private RedisArgument Score() => _random.Next(6) switch
    {
        0 => "inf",
        1 => "-inf",
        2 => "-0",
        3 => _random.Next(-5, 5),
        _ => BitConverter.Int64BitsToDouble(_random.NextInt64(0x0010_0000_0000_0000, 0x7fef_ffff_ffff_ffff)).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
    };

    private async Task StreamAsync(RedisArgument key)
    {
        int entries = Size();
        for (int i = 1; i <= entries; i++) { await client.DoAsync("XADD", key, $"{1_700_000_000_000 + (i * 3)}-{_random.Next(9)}", "f", Part(i), Bytes(3), Part(i)); }
        if (_random.Next(2) == 0) { await client.DoAsync("XTRIM", key, "MAXLEN", Math.Max(1, entries / 2)); }
        for (int group = 0; group < _random.Next(3); group++)
        {
            await client.DoAsync("XGROUP", "CREATE", key, $"group {group}", "0");
            await client.DoAsync("XREADGROUP", "GROUP", $"group {group}", "one", "COUNT", _random.Next(1, 6), "STREAMS", key, ">");
            await client.DoAsync("XREADGROUP", "GROUP", $"group {group}", Bytes(4), "COUNT", _random.Next(1, 6), "STREAMS", key, ">");
        }
    }
}
