namespace RedisPS.Core.Transfer;

/// <summary>What a stream holds.</summary>
internal sealed class StreamContent
{
    public List<(StreamId Id, List<KeyValuePair<byte[], byte[]>> Fields)> Entries { get; } = [];

    public StreamId LastId { get; set; }

    /// <summary>The greatest id that was ever deleted; null where the server did not know (before 7.0).</summary>
    public StreamId? MaxDeletedId { get; set; }

    /// <summary>How many entries were ever added; null where the server did not know (before 7.0).</summary>
    public long? EntriesAdded { get; set; }

    public List<StreamGroup> Groups { get; } = [];
}
