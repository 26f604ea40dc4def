namespace RedisPS.Core.Configuration;

/// <summary>What a server is for.</summary>
public enum ConfigProfile
{
    /// <summary>Answers fast and may forget: nothing on disk, least recently used keys make room.</summary>
    Cache,

    /// <summary>Keeps what it is told: append-only file and snapshots, writes fail rather than data being thrown away.</summary>
    Durable,

    /// <summary>Holds jobs until somebody took them: nothing is thrown away, slow readers are given time.</summary>
    Queue,
}
