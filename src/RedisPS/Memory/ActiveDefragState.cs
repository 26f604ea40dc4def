namespace RedisPS.Memory;

/// <summary>What to do with active defragmentation.</summary>
public enum ActiveDefragState
{
    /// <summary>Turn it off.</summary>
    Off,

    /// <summary>Turn it on.</summary>
    On,
}
