namespace RedisPS.Core.Access;

/// <summary>What may be done with keys.</summary>
[Flags]
public enum AclKeyAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reading what is in them.</summary>
    Read = 1,

    /// <summary>Changing them.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    All = Read | Write,
}
