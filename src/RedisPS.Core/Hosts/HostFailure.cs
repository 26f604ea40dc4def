namespace RedisPS.Core.Hosts;

/// <summary>What kept something from being done on this machine.</summary>
public enum HostFailure
{
    /// <summary>A program that is needed is not on PATH.</summary>
    ProgramNotFound,

    /// <summary>A program ran and reported a failure.</summary>
    ProgramFailed,

    /// <summary>A program did not end in time.</summary>
    ProgramTimeout,

    /// <summary>It needs root, or an administrator.</summary>
    ElevationRequired,

    /// <summary>No server program of the wanted product is here.</summary>
    ServerNotFound,

    /// <summary>The port is in use.</summary>
    PortInUse,

    /// <summary>A setting cannot be used here.</summary>
    SettingRefused,

    /// <summary>A throw-away server did not start.</summary>
    SandboxFailed,

    /// <summary>No service of that name.</summary>
    ServiceNotFound,

    /// <summary>A service did not start.</summary>
    ServiceStartFailed,

    /// <summary>A service did not stop.</summary>
    ServiceStopFailed,

    /// <summary>A service did not reach the wanted state in time.</summary>
    ServiceTimeout,

    /// <summary>What manages the service cannot do this.</summary>
    ServiceNotSupported,

    /// <summary>Stopping would lose data.</summary>
    UnsavedData,

    /// <summary>No way to install is at hand here.</summary>
    ProviderUnavailable,

    /// <summary>This way of installing does not have the product or the version.</summary>
    ProductUnavailable,

    /// <summary>The installation failed.</summary>
    InstallFailed,

    /// <summary>No schedule, or one that cannot be said here.</summary>
    ScheduleInvalid,

    /// <summary>A task that cannot be as it was given.</summary>
    TaskRefused,

    /// <summary>No task of that name.</summary>
    TaskNotFound,
}
