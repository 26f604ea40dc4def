namespace RedisPS.Core.Transfer;

/// <summary>A consumer group of a stream.</summary>
internal sealed class StreamGroup
{
    public byte[] Name { get; set; } = [];

    public StreamId LastDeliveredId { get; set; }

    /// <summary>How many entries were read; null where the server does not know.</summary>
    public long? EntriesRead { get; set; }

    public List<byte[]> Consumers { get; } = [];

    /// <summary>What was delivered and not acknowledged, and to whom.</summary>
    public List<StreamPending> Pending { get; } = [];
}
