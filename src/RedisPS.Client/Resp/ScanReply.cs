namespace RedisPS.Client;

/// <summary>A page of SCAN: where to go on, and the keys. Made to be used again for the next page.</summary>
public sealed class ScanReply
{
    /// <summary>The cursor of the next page; 0 after the last.</summary>
    public ulong Cursor { get; internal set; }

    /// <summary>The keys of this page; each owns its bytes.</summary>
    public List<RedisKey> Keys { get; } = new(1024);

    /// <summary>How far the page has been read.</summary>
    internal ScanStage Stage { get; set; }

    /// <summary>Keys of this page still to come.</summary>
    internal long Remaining { get; set; }
}
