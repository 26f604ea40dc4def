namespace RedisPS.Core.DesiredState;

/// <summary>A part of a desired state.</summary>
public enum StateSection
{
    /// <summary>Settings, as the server calls them.</summary>
    Configuration,

    /// <summary>How data is saved.</summary>
    Persistence,

    /// <summary>The users of the server's access control lists.</summary>
    AclUsers,
}
