namespace RedisPS.Core.Access;

/// <summary>How the password of a user is changed.</summary>
public enum PasswordStep
{
    /// <summary>At once: the new one, and no other.</summary>
    Replace,

    /// <summary>The new one beside those that there are, so that clients can change over.</summary>
    Add,

    /// <summary>All but the new one are removed, which must be there.</summary>
    Finish,
}
