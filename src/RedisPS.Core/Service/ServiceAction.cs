namespace RedisPS.Core.Service;

/// <summary>What can be done to a service.</summary>
public enum ServiceAction
{
    /// <summary>Start it now.</summary>
    Start,

    /// <summary>Stop it now.</summary>
    Stop,

    /// <summary>Stop and start it.</summary>
    Restart,

    /// <summary>Let it start with the machine.</summary>
    Enable,

    /// <summary>Do not let it start with the machine.</summary>
    Disable,
}
