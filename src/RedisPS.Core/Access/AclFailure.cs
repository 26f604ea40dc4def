namespace RedisPS.Core.Access;

/// <summary>Why a change of users failed, where the server itself did not refuse.</summary>
public enum AclFailure
{
    /// <summary>There is no such user.</summary>
    UserNotFound,

    /// <summary>There is such a user already, and it is another.</summary>
    UserExists,

    /// <summary>The user cannot be removed.</summary>
    UserProtected,

    /// <summary>The server said OK and has something else.</summary>
    NotApplied,

    /// <summary>The server has neither an ACL file nor a configuration file that it can write.</summary>
    NothingToSaveTo,

    /// <summary>The server could not write its file.</summary>
    NotSaved,

    /// <summary>The server has none of the commands that are needed.</summary>
    NotSupported,

    /// <summary>The password is none of the user's.</summary>
    PasswordUnknown,
}
