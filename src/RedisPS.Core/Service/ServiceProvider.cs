namespace RedisPS.Core.Service;

/// <summary>What runs a service.</summary>
public enum ServiceProvider
{
    /// <summary>systemd.</summary>
    Systemd,

    /// <summary>Scripts in /etc/init.d.</summary>
    SysV,

    /// <summary>OpenRC.</summary>
    OpenRC,

    /// <summary>launchd of macOS.</summary>
    Launchd,

    /// <summary>The service control manager of Windows.</summary>
    Windows,

    /// <summary>A docker container.</summary>
    Docker,

    /// <summary>Nothing: a process that somebody started.</summary>
    Process,
}
