namespace RedisPS.Core.Keyspace;

/// <summary>Keys on their way through a step.</summary>
internal sealed class StepBatch(List<PlannedKey> keys, bool exact)
{
    public List<PlannedKey> Keys { get; } = keys;

    public int Count => Keys.Count;

    /// <summary>Whether every key has a reply of its own.</summary>
    public bool Exact { get; } = exact;
}
