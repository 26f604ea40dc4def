namespace RedisPS.Core.Persistence;

/// <summary>What came of asking a server to save.</summary>
public enum SaveStatus
{
    /// <summary>It has begun; how it ends is not known.</summary>
    Started,

    /// <summary>It begins when another child has ended.</summary>
    Scheduled,

    /// <summary>It is finished, and the file is whole.</summary>
    Completed,
}
