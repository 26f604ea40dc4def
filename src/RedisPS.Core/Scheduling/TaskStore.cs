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
        if (!IsName(name))
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

    /// <summary>Looks for a task of RedisPS once; what was read is enough to decide and to write.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stop">Ends the wait.</param>
    public abstract Task<TaskEntry> FindAsync(string name, CancellationToken stop);

    /// <summary>Whether a task is there exactly so already.</summary>
    /// <param name="entry">What was read of its name.</param>
    /// <param name="task">The task.</param>
    /// <param name="stop">Ends the wait.</param>
    public abstract Task<bool> IsAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop);

    /// <summary>Makes a task, or makes one of the same name as it should be; looks whether it is there.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">It could not be made.</exception>
    public async Task<RedisTask> RegisterAsync(TaskDefinition task, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(task);
        TaskEntry entry = await FindAsync(task.Name, stop).ConfigureAwait(false);
        return entry.Task is { } there && await IsAsync(entry, task, stop).ConfigureAwait(false) ? there : await ReplaceAsync(entry, task, stop).ConfigureAwait(false);
    }

    /// <summary>Writes a task down in the place of what was read, and reads it back.</summary>
    /// <param name="entry">What was read of its name.</param>
    /// <param name="task">The task.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">It could not be made.</exception>
    public async Task<RedisTask> ReplaceAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(task);
        await WriteAsync(entry, task, stop).ConfigureAwait(false);
        return (await FindAsync(task.Name, stop).ConfigureAwait(false)).Task?.With(changed: true)
            ?? throw new HostException(HostFailure.ProgramFailed, $"{Provider} reported success, and the task '{task.Name}' is not there.", "Look at it with -Print.");
    }

    /// <summary>Removes a task.</summary>
    /// <param name="entry">What was read of its name.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">It is not there, or could not be removed.</exception>
    public abstract Task RemoveAsync(TaskEntry entry, CancellationToken stop);

    /// <summary>Looks for a task and removes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="HostException">It is not there, or could not be removed.</exception>
    public async Task RemoveAsync(string name, CancellationToken stop) =>
        await RemoveAsync(await FindAsync(name, stop).ConfigureAwait(false), stop).ConfigureAwait(false);

    /// <summary>The error of a name that no task has.</summary>
    /// <param name="name">The name.</param>
    /// <param name="place">Where it was looked for.</param>
    public static HostException NotFound(string name, string place = "on this machine") =>
        new(HostFailure.TaskNotFound, $"There is no task '{name}' of RedisPS {place}.", "Get-RedisTask without a name lists all of this user.");

    private protected abstract Task WriteAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop);

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
            NextRun = disabled ? null : parsed.NextAfter(DateTimeOffset.Now, TimeZoneInfo.Local, Provider),
            LastRun = lastRun,
            LastResult = lastResult,
            Command = command,
            Location = location,
        };
    }

    /// <summary>Whether a task could have this name.</summary>
    private protected static bool IsName(string name) => NameForm().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex NameForm();
}
