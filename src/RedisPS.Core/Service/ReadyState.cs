namespace RedisPS.Core.Service;

/// <summary>What was seen of a server.</summary>
public enum ReadyState
{
    /// <summary>It could not be looked at.</summary>
    Unknown,

    /// <summary>Nothing answers.</summary>
    NotListening,

    /// <summary>It answers, and still reads its data from disk.</summary>
    Loading,

    /// <summary>It answers; more cannot be seen without a password, or another user.</summary>
    NeedsPassword,

    /// <summary>It answers and has loaded its data.</summary>
    Ready,
}
