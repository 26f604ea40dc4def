using System.Buffers.Binary;
using System.Text;
using RedisPS.Client;
using RedisPS.Core.Tests.Keyspace;
using RedisPS.TestServers.Servers;

namespace RedisPS.Core.Tests.Rdb;

/// <summary>A server with values of every type and encoding that it can make, and the RDB that it wrote of them.</summary>
public sealed class RdbFixture : IAsyncDisposable, IDisposable
{
    public RdbFixture()
    {
        Client = TestClient.ConnectAsync(Server).GetAwaiter().GetResult();
        FillAsync().GetAwaiter().GetResult();
        Client.DoAsync("SAVE").GetAwaiter().GetResult();
        File = System.IO.File.ReadAllBytes(Path.Combine(Server.DataDirectory, "dump.rdb"));
    }

    public TestServer Server { get; } = new("databases 16", "enable-debug-command local", "set-max-intset-entries 64", "hash-max-listpack-entries 64", "zset-max-listpack-entries 64", "stream-node-max-entries 10");

    public RedisClient Client { get; }

    public byte[] File { get; }

    public bool HasFieldExpiry { get; private set; }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private static RedisArgument[] Numbered(string key, int count, Func<int, string[]> element) =>
        [key, .. Enumerable.Range(0, count).SelectMany(element).Select(text => (RedisArgument)text)];

    private async Task FillAsync()
    {
        await Client.DoAsync("SET", "text", "plain \u20ac");
        await Client.DoAsync("SET", "int8", "-5");
        await Client.DoAsync("SET", "int16", "-30000");
        await Client.DoAsync("SET", "int32", "2000000000");
        await Client.DoAsync("SET", "int64", "9000000000000000000");
        await Client.DoAsync("SET", "empty", "");
        await Client.DoAsync("SET", "", "the empty key");
        await Client.DoAsync("SET", "compressed", new string('a', 100_000) + "tail");
        await Client.DoAsync("SET", "random", Noise(3_000_000));
        await Client.DoAsync("SET", (RedisArgument)new byte[] { 0xff, 0, (byte)'\n', (byte)'*' }, new byte[] { 1, 0xff, 0 });
        foreach (int size in new[] { 3, 500 })
        {
            await Client.DoAsync(["RPUSH", .. Numbered($"list:{size}", size, i => [i % 3 == 0 ? $"{i * 100_003L - 5_000_000}" : $"element {i}"])]);
            await Client.DoAsync(["SADD", .. Numbered($"set:{size}", size, i => [$"member {i}"])]);
            await Client.DoAsync(["SADD", .. Numbered($"intset:{size / 10}", Math.Min(size, 50), i => [$"{(i % 2 == 0 ? 1 : -1) * (1L << (i + 5))}"])]);
            await Client.DoAsync(["HSET", .. Numbered($"hash:{size}", size, i => [$"field {i}", $"{i}"])]);
            await Client.DoAsync(["ZADD", .. Numbered($"zset:{size}", size, i => [i == 0 ? "-inf" : i == 1 ? "inf" : $"{i * 0.37 - 40}", $"member {i}"])]);
            for (int i = 0; i < size / 5; i++) { await Client.DoAsync("XADD", $"stream:{size}", $"{1_700_000_000_000 + i}-{i}", "f", $"value {i}", i % 4 == 0 ? "other" : "g", "1"); }
        }

        await Client.DoAsync("RPUSH", "list:large", Noise(20_000), "small", new string('x', 20_000));
        await Client.DoAsync("HSET", "hash:large", "field", Noise(5000), "other", "-129");
        await Client.DoAsync("XADD", "stream:groups", "5-1", "a", "1");
        await Client.DoAsync("XADD", "stream:groups", "5-2", "a", "2");
        await Client.DoAsync("XADD", "stream:groups", "7-0", "a", "3", "b", "4");
        await Client.DoAsync("XDEL", "stream:groups", "5-2");
        await Client.DoAsync("XGROUP", "CREATE", "stream:groups", "workers", "0");
        await Client.DoAsync("XREADGROUP", "GROUP", "workers", "alice", "COUNT", "1", "STREAMS", "stream:groups", ">");
        await Client.DoAsync("XREADGROUP", "GROUP", "workers", "bob", "STREAMS", "stream:groups", ">");
        await Client.DoAsync("XADD", "stream:empty", "1-1", "a", "1");
        await Client.DoAsync("XDEL", "stream:empty", "1-1");
        await Client.DoAsync("PEXPIREAT", "text", "4000000000123");
        await Client.DoAsync("EXPIRE", "list:500", 100_000);
        if (Client.Capabilities.Supports("HPEXPIRE"))
        {
            HasFieldExpiry = true;
            foreach (int size in new[] { 3, 500 })
            {
                await Client.DoAsync(["HSET", .. Numbered($"hash:expiring:{size}", size, i => [$"field {i}", $"{i}"])]);
                await Client.DoAsync("HPEXPIREAT", $"hash:expiring:{size}", "4000000000000", "FIELDS", 2, "field 0", "field 2");
            }
        }

        if (Client.Capabilities.Supports("FUNCTION")) { await Client.DoAsync("FUNCTION", "LOAD", "#!lua name=mine\nredis.register_function('f', function() return 1 end)"); }
        RedisClient other = Client.ForDatabase(7);
        await other.DoAsync("SET", "elsewhere", "yes");
    }

    /// <summary>Bytes that do not compress, the same in every run.</summary>
    internal static byte[] Noise(int count)
    {
        byte[] bytes = new byte[count];
        new Random(42).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A ziplist of texts and numbers, as servers before 7.0 wrote it.</summary>
    internal static byte[] Ziplist(params object[] elements)
    {
        List<byte> body = [];
        int previous = 0;
        int tail = 10;
        foreach (object element in elements)
        {
            List<byte> one = [];
            if (previous < 254) { one.Add((byte)previous); }
            else { one.AddRange([0xfe, (byte)previous, (byte)(previous >> 8), (byte)(previous >> 16), (byte)(previous >> 24)]); }
            one.AddRange(Element(element));
            tail = 10 + body.Count;
            body.AddRange(one);
            previous = one.Count;
        }

        byte[] list = new byte[10 + body.Count + 1];
        BinaryPrimitives.WriteUInt32LittleEndian(list, (uint)list.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(list.AsSpan(4), (uint)tail);
        BinaryPrimitives.WriteUInt16LittleEndian(list.AsSpan(8), (ushort)elements.Length);
        body.CopyTo(list, 10);
        list[^1] = 0xff;
        return list;
    }

    /// <summary>A string as an RDB holds it, uncompressed.</summary>
    internal static byte[] String(byte[] bytes) =>
        bytes.Length < 64 ? [(byte)bytes.Length, .. bytes]
        : bytes.Length < 16384 ? [(byte)(0x40 | (bytes.Length >> 8)), (byte)bytes.Length, .. bytes]
        : [0x80, (byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    internal static byte[] String(string text) => String(Encoding.UTF8.GetBytes(text));

    private static byte[] Element(object element)
    {
        byte[] bytes = new byte[9];
        switch (element)
        {
            case string { Length: < 64 } text:
                return [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
            case string { Length: < 16384 } text:
                return [(byte)(0x40 | (text.Length >> 8)), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
            case string text:
                return [0x80, (byte)(text.Length >> 24), (byte)(text.Length >> 16), (byte)(text.Length >> 8), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
            case int small and >= 0 and <= 12:
                return [(byte)(0xf1 + small)];
            case int number and >= sbyte.MinValue and <= sbyte.MaxValue:
                return [0xfe, (byte)number];
            case int number and >= short.MinValue and <= short.MaxValue:
                return [0xc0, (byte)number, (byte)(number >> 8)];
            case int number and >= -(1 << 23) and < 1 << 23:
                return [0xf0, (byte)number, (byte)(number >> 8), (byte)(number >> 16)];
            case int number:
                bytes[0] = 0xd0;
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), number);
                return bytes[..5];
            default:
                bytes[0] = 0xe0;
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), (long)element);
                return bytes;
        }
    }
}
