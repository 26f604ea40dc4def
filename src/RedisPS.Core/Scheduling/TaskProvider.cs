namespace RedisPS.Core.Scheduling;

/// <summary>What runs tasks on a machine.</summary>
public enum TaskProvider
{
    /// <summary>The user's crontab.</summary>
    Cron,

    /// <summary>A timer and a service of systemd: of the system for root, else of the user.</summary>
    Systemd,

    /// <summary>The Task Scheduler of Windows.</summary>
    TaskScheduler,
}
