namespace RedisPS.Core.Rdb;

/// <summary>What a stream has beside its entries.</summary>
internal enum StreamPart : byte
{
    /// <summary>The last id that was given.</summary>
    LastId,

    /// <summary>A consumer group, by its name.</summary>
    Group,

    /// <summary>The last id that a group delivered.</summary>
    GroupLastId,

    /// <summary>An entry that a group waits for, by its id, and when it was delivered.</summary>
    Pending,

    /// <summary>How often that entry was delivered.</summary>
    Deliveries,

    /// <summary>A consumer of the group, by its name.</summary>
    Consumer,

    /// <summary>An entry that the consumer has, by its id.</summary>
    Owned,

    /// <summary>The greatest id that was ever deleted (7.0).</summary>
    MaxDeletedId,

    /// <summary>How many entries were ever added (7.0).</summary>
    EntriesAdded,

    /// <summary>How many entries a group has read, -1 where that is not known (7.0).</summary>
    EntriesRead,

    /// <summary>A pending entry that its consumer handed back, by its id (8.8).</summary>
    HandedBack,

    /// <summary>A producer of which the stream remembers what it sent, by its name (8.6).</summary>
    Producer,
}
