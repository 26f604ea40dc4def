namespace RedisPS.Core.Transfer;

/// <summary>How exported keys are written.</summary>
public enum ExportFormat
{
    /// <summary>A line of JSON for each key, which people and programs can read; any server can take it in.</summary>
    JsonLines,

    /// <summary>What DUMP gives for each key, exact to the byte; servers of the same or a newer version can take it in.</summary>
    Dump,
}
