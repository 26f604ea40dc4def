namespace RedisPS.Core.Configuration;

/// <summary>Where a change stands that is undone unless it is confirmed.</summary>
public enum PendingChangeState
{
    /// <summary>In force, and undone when its time is over.</summary>
    Pending,

    /// <summary>Confirmed: it stays.</summary>
    Confirmed,

    /// <summary>Its time was over, or the session ended: the server has what it had before.</summary>
    Reverted,

    /// <summary>Its time was over, and it could not be undone; Note says why.</summary>
    NotReverted,
}
