using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>Tasks as timers of systemd: <c>redisps-NAME.timer</c> and its service, of the system for root, else of the user.</summary>
internal sealed partial class SystemdTasks(HostSystem host) : TaskStore(host)
{
    private const string Prefix = "redisps-";

    private static readonly TimeSpan s_longestPutBack = TimeSpan.FromSeconds(30);

    public override TaskProvider Provider => TaskProvider.Systemd;

    private string Folder => Host.IsElevated ? Host.At("/etc/systemd/system") : Path.Combine(Host.Home, ".config", "systemd", "user");

    public override string Print(TaskDefinition task) => $"# {FileOf(task.Name, "service")}\n{Service(task)}\n# {FileOf(task.Name, "timer")}\n{Timer(task)}";

    public override async Task<IReadOnlyList<RedisTask>> ListAsync(CancellationToken stop)
    {
        List<RedisTask> tasks = [];
        string[] files = Directory.Exists(Folder) ? Directory.GetFiles(Folder, Prefix + "*.timer") : [];
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            if (await ReadAsync(Path.GetFileNameWithoutExtension(file)[Prefix.Length..], stop).ConfigureAwait(false) is { } task)
            {
                tasks.Add(task);
            }
        }

        return tasks;
    }

    public override async Task<TaskEntry> FindAsync(string name, CancellationToken stop) =>
        new() { Name = name, Task = IsName(name) ? await ReadAsync(name, stop).ConfigureAwait(false) : null };

    public override async Task<bool> IsAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop) =>
        await HoldsAsync(FileOf(task.Name, "service"), Service(task), stop).ConfigureAwait(false)
        && await HoldsAsync(FileOf(task.Name, "timer"), Timer(task), stop).ConfigureAwait(false)
        && (await Systemctl(stop, onlyReads: true, "is-enabled", Unit(task.Name, "timer")).ConfigureAwait(false)).Output.Trim() == "enabled";

    public override async Task RemoveAsync(TaskEntry entry, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string name = entry.Name;
        if (entry.Task is null)
        {
            throw NotFound(name, $"in {Folder}");
        }

        _ = (await Systemctl(stop, onlyReads: false, "disable", "--now", Unit(name, "timer")).ConfigureAwait(false)).Require();

        // When it ran last is kept beside the unit: another task of this name would take its first time for one that was missed. Older ones cannot forget it.
        _ = await Systemctl(stop, onlyReads: false, "clean", "--what=state", Unit(name, "timer")).ConfigureAwait(false);
        File.Delete(FileOf(name, "timer"));
        File.Delete(FileOf(name, "service"));
        _ = (await Systemctl(stop, onlyReads: false, "daemon-reload").ConfigureAwait(false)).Require();
    }

    private protected override async Task WriteAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop)
    {
        string service = FileOf(task.Name, "service");
        string timer = FileOf(task.Name, "timer");
        Before before = await BeforeAsync(task.Name, stop).ConfigureAwait(false);
        try
        {
            await File.WriteAllTextAsync(service, Service(task), stop).ConfigureAwait(false);
            await File.WriteAllTextAsync(timer, Timer(task), stop).ConfigureAwait(false);
            await StartAsync(task.Name, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HostException or OperationCanceledException)
        {
            string became = await PutBackAsync(task.Name, before).ConfigureAwait(false);
            throw e switch
            {
                HostException failed => new HostException(failed.Failure, failed.Message + became, failed.Remedy, failed),
                OperationCanceledException => e,
                _ => new HostException(HostFailure.ProgramFailed, $"The units cannot be written to {Folder}: {e.Message}{became}", "Put in by hand what -Print shows.", e),
            };
        }
    }

    // As long as it is not known what is there, nothing is written, and so there is nothing to put back.
    private async Task<Before> BeforeAsync(string name, CancellationToken stop)
    {
        try
        {
            _ = Directory.CreateDirectory(Folder);
            string? service = await TextOfAsync(FileOf(name, "service"), stop).ConfigureAwait(false);
            string? timer = await TextOfAsync(FileOf(name, "timer"), stop).ConfigureAwait(false);
            Dictionary<string, string> state = service is null || timer is null ? [] : await ShowAsync(name, "timer", "ActiveState,UnitFileState", stop).ConfigureAwait(false);

            // Where systemd does not say, it is on: better one too many that runs than a backup that does not.
            return new Before(service, timer, state.GetValueOrDefault("UnitFileState") != "disabled", state.GetValueOrDefault("ActiveState") is not ("inactive" or "failed"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostFailure.ProgramFailed, $"The units in {Folder} cannot be read: {e.Message} Nothing was changed.", "Put in by hand what -Print shows.", e);
        }
    }

    private async Task StartAsync(string name, CancellationToken stop)
    {
        _ = (await Systemctl(stop, onlyReads: false, "daemon-reload").ConfigureAwait(false)).Require();
        _ = (await Systemctl(stop, onlyReads: false, "enable", "--now", Unit(name, "timer")).ConfigureAwait(false)).Require();

        // One that ran before keeps its old time until it is started anew.
        _ = (await Systemctl(stop, onlyReads: false, "restart", Unit(name, "timer")).ConfigureAwait(false)).Require();
    }

    // A task that never runs must not look like one that does; and one that was there before must go on as it was.
    private async Task<string> PutBackAsync(string name, Before before)
    {
        bool was = before is { Service: not null, Timer: not null };
        try
        {
            PutBack(FileOf(name, "service"), before.Service);
            PutBack(FileOf(name, "timer"), before.Timer);
            if (!was) { return ""; }
            using CancellationTokenSource limit = new(s_longestPutBack);
            _ = (await Systemctl(limit.Token, onlyReads: false, "daemon-reload").ConfigureAwait(false)).Require();
            _ = (await Systemctl(limit.Token, onlyReads: false, before.IsEnabled ? "enable" : "disable", Unit(name, "timer")).ConfigureAwait(false)).Require();
            _ = (await Systemctl(limit.Token, onlyReads: false, before.IsActive ? "restart" : "stop", Unit(name, "timer")).ConfigureAwait(false)).Require();
            return $" The task is as it was before, and {(before.IsActive ? "runs" : "does not run")}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HostException or OperationCanceledException)
        {
            return !was ? $" What was written of it is still in {Folder}: {e.Message}"
                : before.IsActive ? $" The task of that name that was there before may not run any more: {e.Message}"
                : $" The task of that name that was there before did not run, and may run now: {e.Message}";
        }
    }

    private static void PutBack(string file, string? text)
    {
        if (text is null) { File.Delete(file); }
        else { File.WriteAllText(file, text); }
    }

    private static async Task<string?> TextOfAsync(string file, CancellationToken stop) => File.Exists(file) ? await File.ReadAllTextAsync(file, stop).ConfigureAwait(false) : null;

    private async Task<RedisTask?> ReadAsync(string name, CancellationToken stop)
    {
        string file = FileOf(name, "timer");
        string service = FileOf(name, "service");
        if (!File.Exists(file) || !File.Exists(service) || Made().Match(await File.ReadAllTextAsync(file, stop).ConfigureAwait(false)) is not { Success: true } made)
        {
            return null;
        }

        Dictionary<string, string> state = await ShowAsync(name, "service", "Result,ExecMainStatus,ExecMainExitTimestamp", stop).ConfigureAwait(false);
        Dictionary<string, string> timer = await ShowAsync(name, "timer", "ActiveState", stop).ConfigureAwait(false);
        DateTimeOffset? lastRun = Moment(state.GetValueOrDefault("ExecMainExitTimestamp"));
        int? lastResult = state.GetValueOrDefault("ExecMainExitTimestamp") is { Length: > 0 } && int.TryParse(state.GetValueOrDefault("ExecMainStatus"), CultureInfo.InvariantCulture, out int status)
            ? (status == 0 && state.GetValueOrDefault("Result") is not ("success" or null) ? 1 : status)
            : null;
        string command = Command().Match(await File.ReadAllTextAsync(service, stop).ConfigureAwait(false)).Groups["line"].Value;
        return Found(name, made.Groups["schedule"].Value, command, file, lastRun, lastResult, disabled: timer.GetValueOrDefault("ActiveState") is not ("active" or "activating" or "reloading"));
    }

    private static string Unit(string name, string kind) => $"{Prefix}{name}.{kind}";

    private static string Service(TaskDefinition task) => $"""
        # Made by Register-RedisTask.
        [Unit]
        Description=RedisPS task {task.Name}
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=oneshot
        UMask=0077
        ExecStart={CommandText.Systemd(task)}

        """;

    private static string Timer(TaskDefinition task) => $"""
        # Made by Register-RedisTask. Schedule: {task.Schedule.Text}
        [Unit]
        Description=RedisPS task {task.Name}: {task.Schedule}

        [Timer]
        {string.Join('\n', Calendar(task.Schedule).Select(line => "OnCalendar=" + line))}
        AccuracySec=1s
        Persistent=true

        [Install]
        WantedBy=timers.target

        """;

    /// <summary>The schedule in the words of systemd. It wants all fields to fit; where cron takes one of two, there are two lines.</summary>
    internal static IEnumerable<string> Calendar(TaskSchedule schedule)
    {
        string time = $"{List(schedule.Hour, 24)}:{List(schedule.Minute, 60)}:00";
        string month = List(schedule.Month, 12);
        string day = List(schedule.DayOfMonth, 31);
        string week = schedule.DayOfWeek.Values.Count == 7 ? "" : string.Join(',', schedule.DayOfWeek.Values.Select(value => ((DayOfWeek)value).ToString()[..3])) + " ";
        return schedule.DayOfMonth.IsAny || schedule.DayOfWeek.IsAny
            ? [$"{week}*-{month}-{day} {time}"]
            : [$"*-{month}-{day} {time}", $"{week}*-{month}-* {time}"];
    }

    private static string List(CronField field, int all) =>
        field.Values.Count == all ? "*" : string.Join(',', field.Values.Select(value => value.ToString("00", CultureInfo.InvariantCulture)));

    private static DateTimeOffset? Moment(string? text) =>
        text is ['@', .. var seconds] && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0
            ? DateTimeOffset.FromUnixTimeSeconds(value).ToLocalTime()
            : null;

    private static async Task<bool> HoldsAsync(string file, string text, CancellationToken stop) =>
        File.Exists(file) && await File.ReadAllTextAsync(file, stop).ConfigureAwait(false) == text;

    private string FileOf(string name, string kind) => Path.Combine(Folder, Unit(name, kind));

    private async Task<Dictionary<string, string>> ShowAsync(string name, string kind, string properties, CancellationToken stop)
    {
        CommandOutcome shown = await Systemctl(stop, onlyReads: true, "show", Unit(name, kind), "--no-pager", "--timestamp=unix", "--property=" + properties).ConfigureAwait(false);
        if (!shown.Succeeded)
        {
            // Before 247 it knows no --timestamp; the times are then not known, the rest is.
            shown = await Systemctl(stop, onlyReads: true, "show", Unit(name, kind), "--no-pager", "--property=" + properties).ConfigureAwait(false);
        }

        return (shown.Succeeded ? shown.Lines : []).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    private Task<CommandOutcome> Systemctl(CancellationToken stop, bool onlyReads, params string[] arguments) =>
        Host.RunAsync(new HostCommand("systemctl", Host.IsElevated ? arguments : ["--user", .. arguments]) { OnlyReads = onlyReads }, stop);

    private sealed record Before(string? Service, string? Timer, bool IsEnabled, bool IsActive);

    [GeneratedRegex(@"^# Made by Register-RedisTask\. Schedule: (?<schedule>[^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Made();

    [GeneratedRegex(@"^ExecStart=(?<line>[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
