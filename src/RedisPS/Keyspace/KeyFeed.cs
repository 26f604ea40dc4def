using System.Collections.Concurrent;
using RedisPS.Client;

namespace RedisPS.Keyspace;

/// <summary>
/// Hands keys from the pipeline thread, as they are piped in, to work that goes on elsewhere. Bounded: a producer that is faster
/// waits, so that millions of piped keys are never in memory at once.
/// </summary>
internal sealed class KeyFeed : IDisposable
{
    private const int ChunkSize = 500;
    private const int WaitingChunks = 32;

    private readonly BlockingCollection<RedisKey[]> _chunks = new(WaitingChunks);
    private readonly List<RedisKey> _chunk = new(ChunkSize);

    /// <summary>Gives keys. Waits while the consumer is behind; returns at once when it has ended.</summary>
    public void Add(IEnumerable<RedisKey> keys, Task consumer, CancellationToken stop)
    {
        foreach (RedisKey key in keys)
        {
            _chunk.Add(key);
            if (_chunk.Count == ChunkSize)
            {
                Send(consumer, stop);
            }
        }
    }

    /// <summary>Says that no more keys come.</summary>
    public void Complete(Task consumer, CancellationToken stop)
    {
        Send(consumer, stop);
        _chunks.CompleteAdding();
    }

    /// <summary>The keys, for the consumer; blocks its thread while none are there.</summary>
    public IEnumerable<RedisKey> Keys(CancellationToken stop)
    {
        foreach (RedisKey[] chunk in _chunks.GetConsumingEnumerable(stop))
        {
            foreach (RedisKey key in chunk)
            {
                yield return key;
            }
        }
    }

    /// <summary>Releases a consumer that still waits.</summary>
    public void Dispose()
    {
        // Not disposed: the consumer may still be in it for a moment.
        _chunks.CompleteAdding();
    }

    private void Send(Task consumer, CancellationToken stop)
    {
        RedisKey[] chunk = _chunk.ToArray();
        _chunk.Clear();
        while (chunk.Length > 0 && !consumer.IsCompleted && !_chunks.TryAdd(chunk, 50, stop))
        {
            // The consumer is behind; look again whether it still lives.
        }
    }
}
