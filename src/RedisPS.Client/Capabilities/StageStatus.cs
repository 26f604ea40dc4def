namespace RedisPS.Client;

/// <summary>How a stage of a connection test ended.</summary>
public enum StageStatus
{
    /// <summary>It works.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>It does not apply, or an earlier stage failed.</summary>
    Skipped,
}
