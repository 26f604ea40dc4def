namespace RedisPS.Core.Persistence;

/// <summary>Why a server did not save.</summary>
public enum SaveFailure
{
    /// <summary>Another snapshot or rewrite is under way.</summary>
    Busy,

    /// <summary>The child failed; the server's log says why.</summary>
    Failed,

    /// <summary>The child was ended from outside, by a command or by hand, and the server takes that for no failure.</summary>
    Killed,

    /// <summary>It did not end in time; it may still.</summary>
    Timeout,

    /// <summary>The server was started anew meanwhile.</summary>
    Restarted,
}
