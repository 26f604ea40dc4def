namespace RedisPS.Core.Service;

/// <summary>Whether a service starts with the machine.</summary>
public enum ServiceStartType
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>It starts with the machine.</summary>
    Automatic,

    /// <summary>It starts when somebody starts it.</summary>
    Manual,

    /// <summary>It cannot be started until it is enabled (masked, disabled for good).</summary>
    Disabled,
}
