namespace RedisPS.Core.Transfer;

/// <summary>
/// How many keys make a batch whose values come to the client: as many as weigh some megabytes, going by what those before weighed. It
/// begins with one, because nothing is known then, and takes at most twice as many each time.
/// </summary>
internal sealed class BatchWeight(int mostKeys)
{
    /// <summary>What a batch is to weigh. The server collects the answers of one go in its memory.</summary>
    public const long WantedBytes = 8 << 20;

    private long _keys;
    private long _bytes;

    /// <summary>How many keys the next batch is to have.</summary>
    public int Keys { get; private set; } = 1;

    /// <summary>Learns what a batch weighed.</summary>
    public void Weighed(int keys, long bytes)
    {
        _keys += keys;
        _bytes += bytes;

        // Large values come in clusters, and they come again: what counts is the heavier of the last batch and of all so far.
        double each = Math.Max(1, Math.Max((double)bytes / keys, (double)_bytes / _keys));
        Keys = (int)Math.Clamp(Math.Min(WantedBytes / each, 2L * keys), 1, mostKeys);
    }
}
