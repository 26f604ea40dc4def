namespace RedisPS.Core.Persistence;

/// <summary>How often a server saves by itself.</summary>
public enum SnapshotPreset
{
    /// <summary>The rules of a server without configuration: 3600 1, 300 100, 60 10000.</summary>
    Default,

    /// <summary>Little is lost when the server dies: 300 1, 60 10, 30 1000.</summary>
    HighDurability,

    /// <summary>Few forks: 3600 1, 900 10000.</summary>
    Performance,

    /// <summary>Never by itself.</summary>
    Disabled,
}
