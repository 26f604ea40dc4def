using RedisPS.Client;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Transfer;

namespace RedisPS.Core.RecycleBin;

/// <summary>The commands that take keys out of a server without losing them.</summary>
internal sealed class RecycleCommands(RedisClient client, string expiry, string remove)
{
    private readonly byte[] _watch = client.MapName("WATCH");
    private readonly byte[] _unwatch = client.MapName("UNWATCH");
    private readonly byte[] _expiry = client.MapName(expiry);
    private readonly byte[] _dump = client.MapName("DUMP");
    private readonly byte[] _multi = client.MapName("MULTI");
    private readonly byte[] _remove = client.MapName(remove);
    private readonly byte[] _exec = client.MapName("EXEC");

    /// <summary>Watches and reads a key: three replies.</summary>
    public void Look(RespWriter writer, RedisKey key)
    {
        One(writer, _watch, key);
        One(writer, _expiry, key);
        One(writer, _dump, key);
    }

    /// <summary>Watches no longer: one reply.</summary>
    public void Unwatch(RespWriter writer) => Bare(writer, _unwatch);

    /// <summary>Removes watched keys: a reply, one for each, and that of the transaction.</summary>
    public void Remove(RespWriter writer, List<PlannedKey> keys)
    {
        Bare(writer, _multi);
        foreach (PlannedKey key in keys) { One(writer, _remove, key.Key); }
        Bare(writer, _exec);
    }

    /// <summary>Makes sure that this user may make transactions.</summary>
    public Task RequireTransactionsAsync(RedisBulkConnection connection, CancellationToken cancellationToken) => TransactionProof.RequireAsync(connection, _multi, _exec, cancellationToken);

    private static void Bare(RespWriter writer, byte[] name)
    {
        writer.Begin(1);
        writer.Argument(name);
    }

    private static void One(RespWriter writer, byte[] name, RedisKey key)
    {
        writer.Begin(2);
        writer.Argument(name);
        writer.Argument(key);
    }
}
