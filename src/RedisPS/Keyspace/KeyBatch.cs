using RedisPS.Client;
using RedisPS.Core.Connections;

namespace RedisPS.Keyspace;

/// <summary>Collects piped keys of one server and database, so that they cost a round trip a batch and not one each. Keeps their order.</summary>
/// <param name="flush">Does the work on a batch.</param>
internal sealed class KeyBatch(Action<KeyTarget, RedisKey[]> flush)
{
    private const int Size = 500;

    private readonly List<RedisKey> _keys = [];
    private KeyTarget? _target;

    /// <summary>Takes keys; a full batch, or keys of another place, make it work.</summary>
    public void Add(RedisConnection connection, RedisClient client, RedisKey[] keys)
    {
        KeyTarget target = new(connection, client);
        if (_target != target)
        {
            Flush();
            _target = target;
        }

        _keys.AddRange(keys);
        if (_keys.Count >= Size)
        {
            Flush();
        }
    }

    /// <summary>Works on what is there.</summary>
    public void Flush()
    {
        if (_keys.Count > 0)
        {
            RedisKey[] keys = _keys.ToArray();
            _keys.Clear();
            flush(_target!, keys);
        }
    }
}
