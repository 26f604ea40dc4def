namespace RedisPS.Core.Service;

/// <summary>What a service does.</summary>
public enum ServiceStatus
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>It does not run.</summary>
    Stopped,

    /// <summary>It is being started.</summary>
    Starting,

    /// <summary>Its process runs; whether the server answers is another question.</summary>
    Running,

    /// <summary>It is being stopped.</summary>
    Stopping,

    /// <summary>It ended with an error.</summary>
    Failed,
}
