using RedisPS.Client;

namespace RedisPS.Core.Keyspace;

/// <summary>A key of a plan, with what was known of it when the plan was made.</summary>
/// <param name="Key">The key.</param>
/// <param name="Type">Its type, or null when it was not known.</param>
/// <param name="TimeToLiveMilliseconds">What it had to live, -1 for ever, null when not known.</param>
/// <param name="MemoryBytes">The memory it took, or null when not known.</param>
public readonly record struct PlannedKey(RedisKey Key, string? Type = null, long? TimeToLiveMilliseconds = null, long? MemoryBytes = null);
