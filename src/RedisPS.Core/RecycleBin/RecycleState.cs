namespace RedisPS.Core.RecycleBin;

/// <summary>How much of an operation its journal tells.</summary>
public enum RecycleState
{
    /// <summary>The operation came to its end, and all that it removed is here.</summary>
    Complete,

    /// <summary>The operation did not come to its end, or is under way; all that it removed is here.</summary>
    Unfinished,

    /// <summary>The journal is damaged: what stands before the damage is here, and what follows is lost.</summary>
    Damaged,
}
