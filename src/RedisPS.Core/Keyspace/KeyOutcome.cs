namespace RedisPS.Core.Keyspace;

/// <summary>What became of one key.</summary>
public enum KeyOutcome
{
    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Gone already, or a condition was not met.</summary>
    Skipped,

    /// <summary>The server gave an error.</summary>
    Failed,
}
