using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Core.Scheduling;

/// <summary>What runs tasks on a machine: lists, makes and removes those of RedisPS, and touches no others.</summary>
public abstract partial class TaskStore
{
    private protected TaskStore(HostSystem host) => Host = host;

    /// <summary>Which one.</summary>
    public abstract TaskProvider Provider { get; }

    private protected HostSystem Host { get; }

    /// <summary>What runs tasks here: systemd where it runs the machine, else cron; on Windows the Task Scheduler.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="provider">One that is wanted.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">There is none.</exception>
    public static async Task<TaskStore> OpenAsync(HostSystem host, TaskProvider? provider, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(host);
        TaskProvider chosen = provider
            ?? (host.Platform == HostPlatform.Windows ? TaskProvider.TaskScheduler
            : await SystemdManager.IsActiveAsync(host, stop).ConfigureAwait(false) ? TaskProvider.Systemd
            : TaskProvider.Cron);
        string program = chosen switch { TaskProvider.Systemd => "systemctl", TaskProvider.TaskScheduler => "schtasks", _ => "crontab" };
        return host.Find(program) is null
            ? throw new HostException(HostFailure.ProviderUnavailable, $"Nothing runs tasks here: there is no {program}.", "Install cron, or name another with -As; -Print shows what to put there by hand.")
            : Of(host, chosen);
    }

    /// <summary>Those of all kinds that this machine has.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IReadOnlyList<TaskStore>> AllAsync(HostSystem host, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(host);
        List<TaskStore> stores = [];
        if (host.Find("schtasks") is not null)
        {
            stores.Add(Of(host, TaskProvider.TaskScheduler));
        }

        if (await SystemdManager.IsActiveAsync(host, stop).ConfigureAwait(false))
        {
            stores.Add(Of(host, TaskProvider.Systemd));
        }

        if (host.Find("crontab") is not null)
        {
            stores.Add(Of(host, TaskProvider.Cron));
        }

        return stores;
    }

    /// <summary>One of a kind, whether it is here or not.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="provider">Which.</param>
    public static TaskStore Of(HostSystem host, TaskProvider provider) => provider switch
    {
        TaskProvider.Systemd => new SystemdTasks(host),
        TaskProvider.TaskScheduler => new SchedulerTasks(host),
        _ => new CronTasks(host),
    };

    /// <summary>Checks a name: it becomes part of file names and of unit names.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="HostException">It cannot be one.</exception>
    public static void CheckName(string name)
    {
        if (!NameForm().IsMatch(name))
        {
            throw new HostException(HostFailure.TaskRefused, $"'{name}' cannot be the name of a task.", "Use letters, digits, dots, dashes and underscores, at most 64, and begin with a letter or a digit.");
        }
    }

    /// <summary>What would be written down for a task, as text for a person to read or to put there by hand.</summary>
    /// <param name="task">The task.</param>
    public abstract string Print(TaskDefinition task);

    /// <summary>The tasks of RedisPS, by name.</summary>
    /// <param name="stop">Ends the wait.</param>
    public abstract Task<IReadOnlyList<RedisTask>> ListAsync(CancellationToken stop);

    /// <summary>Whether a task is there exactly so already.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stop">Ends the wait.</param>
    public abstract Task<bool> IsThereAsync(TaskDefinition task, CancellationToken stop);

    /// <summary>Makes a task, or makes one of the same name as it should be; looks whether it is there.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">It could not be made.</exception>
    public async Task<RedisTask> RegisterAsync(TaskDefinition task, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(task);
        bool there = await IsThereAsync(task, stop).ConfigureAwait(false);
        if (!there)
        {
            await WriteAsync(task, stop).ConfigureAwait(false);
        }

        RedisTask found = (await ListAsync(stop).ConfigureAwait(false)).FirstOrDefault(other => other.Name == task.Name)
            ?? throw new HostException(HostFailure.ProgramFailed, $"{Provider} reported success, and the task '{task.Name}' is not there.", "Look at it with -Print.");
        return found.With(changed: !there);
    }

    /// <summary>Removes a task.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">It could not be removed.</exception>
    public abstract Task RemoveAsync(string name, CancellationToken stop);

    private protected abstract Task WriteAsync(TaskDefinition task, CancellationToken stop);

    /// <summary>A task that was found; null where what is written there is not a schedule any more.</summary>
    private protected RedisTask? Found(string name, string schedule, string command, string location, DateTimeOffset? lastRun = null, int? lastResult = null, bool disabled = false)
    {
        TaskSchedule parsed;
        try
        {
            parsed = TaskSchedule.Parse(schedule);
        }
        catch (HostException)
        {
            // Somebody wrote over it by hand: it is theirs now.
            return null;
        }

        return new RedisTask
        {
            Name = name,
            Provider = Provider,
            Schedule = parsed.Text,
            ScheduleText = parsed.ToString(),
            NextRun = disabled ? null : parsed.NextAfter(DateTimeOffset.Now, TimeZoneInfo.Local),
            LastRun = lastRun,
            LastResult = lastResult,
            Command = command,
            Location = location,
        };
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex NameForm();
}
