using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>Tasks in the folder RedisPS of the Task Scheduler of Windows.</summary>
internal sealed class SchedulerTasks(HostSystem host) : TaskStore(host)
{
    private const string Folder = @"\RedisPS\";
    private const string Mark = "Made by Register-RedisTask. Schedule: ";

    // The Task Scheduler takes no more in one task.
    private const int MostTriggers = 48;

    // The Task Scheduler knows no question for one folder only: a machine has hundreds of tasks.
    private const int MostOutput = 32 << 20;

    private static readonly XNamespace s_xml = "http://schemas.microsoft.com/windows/2004/02/mit/task";
    private static readonly string[] s_months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12]];

    public override TaskProvider Provider => TaskProvider.TaskScheduler;

    public override string Print(TaskDefinition task)
    {
        StringBuilder text = new();
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = false }))
        {
            Document(task).Save(writer);
        }

        return text.ToString();
    }

    public override async Task<IReadOnlyList<RedisTask>> ListAsync(CancellationToken stop)
    {
        List<RedisTask> tasks = [];
        foreach (RedisTask task in (await ReadAsync(stop).ConfigureAwait(false)).Select(element => Read(element)).OfType<RedisTask>().OrderBy(task => task.Name, StringComparer.Ordinal))
        {
            tasks.Add(await WithOutcomeAsync(task, stop).ConfigureAwait(false));
        }

        return tasks;
    }

    public override async Task<TaskEntry> FindAsync(string name, CancellationToken stop)
    {
        RedisTask? found = (await ReadAsync(stop).ConfigureAwait(false)).Select(element => Read(element)).OfType<RedisTask>().FirstOrDefault(task => task.Name == name);
        return new TaskEntry { Name = name, Task = found is null ? null : await WithOutcomeAsync(found, stop).ConfigureAwait(false) };
    }

    public override Task<bool> IsAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(task);
        return Task.FromResult(entry.Task is { NextRun: not null } found && found.Schedule == task.Schedule.Text && found.Command == Line(task));
    }

    public override async Task RemoveAsync(TaskEntry entry, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _ = entry.Task is null
            ? throw NotFound(entry.Name, "in the Task Scheduler")
            : (await Host.RunAsync(new HostCommand("schtasks", "/Delete", "/TN", Folder + entry.Name, "/F"), stop).ConfigureAwait(false)).Require();
    }

    private protected override async Task WriteAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop)
    {
        string file = Path.Combine(Path.GetTempPath(), $"redisps-{Guid.NewGuid():N}.xml");
        try
        {
            await File.WriteAllTextAsync(file, Print(task), Encoding.Unicode, stop).ConfigureAwait(false);
            _ = (await Host.RunAsync(new HostCommand("schtasks", "/Create", "/TN", Folder + task.Name, "/XML", file, "/F"), stop).ConfigureAwait(false))
                .Require(remedy: "Start PowerShell as an administrator; -Print shows the task.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Line(TaskDefinition task) => CommandText.Windows([task.Program]) + " " + CommandText.Windows(task.Arguments);

    private XDocument Document(TaskDefinition task) => new(
        new XDeclaration("1.0", "UTF-16", null),
        new XElement(
            s_xml + "Task", new XAttribute("version", "1.2"),
            new XElement(s_xml + "RegistrationInfo", new XElement(s_xml + "URI", Folder + task.Name), new XElement(s_xml + "Description", Mark + task.Schedule.Text)),
            new XElement(s_xml + "Triggers", Triggers(task.Schedule)),
            new XElement(
                s_xml + "Principals",
                new XElement(
                    s_xml + "Principal", new XAttribute("id", "Author"),
                    new XElement(s_xml + "UserId", $@"{Environment.UserDomainName}\{Environment.UserName}"),

                    // Without its password a task of somebody who is not logged on can be made by an administrator only.
                    new XElement(s_xml + "LogonType", Host.IsElevated ? "S4U" : "InteractiveToken"),
                    new XElement(s_xml + "RunLevel", "LeastPrivilege"))),
            new XElement(
                s_xml + "Settings",
                new XElement(s_xml + "MultipleInstancesPolicy", "IgnoreNew"), new XElement(s_xml + "DisallowStartIfOnBatteries", "false"),
                new XElement(s_xml + "StopIfGoingOnBatteries", "false"), new XElement(s_xml + "StartWhenAvailable", "true"),
                new XElement(s_xml + "Enabled", "true"), new XElement(s_xml + "ExecutionTimeLimit", "PT0S")),
            new XElement(
                s_xml + "Actions", new XAttribute("Context", "Author"),
                new XElement(s_xml + "Exec", new XElement(s_xml + "Command", task.Program), new XElement(s_xml + "Arguments", CommandText.Windows(task.Arguments))))));

    /// <summary>The schedule in the words of the Task Scheduler: one trigger for each time of day, or one that repeats; where cron takes one of two kinds of days, both.</summary>
    internal static IReadOnlyList<XElement> Triggers(TaskSchedule schedule)
    {
        (TimeOnly Time, XElement? Repetition)[] times = [.. Times(schedule)];
        XElement[] days = [.. Days(schedule)];
        if (times.Length * days.Length > MostTriggers)
        {
            throw new HostException(
                HostFailure.ScheduleInvalid, $"The Task Scheduler cannot say '{schedule.Text}': it would take {times.Length * days.Length} triggers, and a task has {MostTriggers} at most.",
                "Use a step from the beginning of the hour such as */15, or two tasks.");
        }

        return
        [
            .. times.SelectMany(time => days.Select(day => new XElement(
                s_xml + "CalendarTrigger",
                time.Repetition is null ? null : new XElement(time.Repetition),
                new XElement(s_xml + "StartBoundary", "2026-01-01T" + time.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
                new XElement(s_xml + "Enabled", "true"),
                new XElement(day)))),
        ];
    }

    private static IEnumerable<(TimeOnly Time, XElement? Repetition)> Times(TaskSchedule schedule)
    {
        IReadOnlyList<int> minutes = schedule.Minute.Values;
        int step = 60 / minutes.Count;
        bool regular = step * minutes.Count == 60 && minutes.Select((minute, i) => minute == minutes[0] + (i * step)).All(fits => fits);
        if (schedule.Hour.Values.Count == 24 && regular)
        {
            return [(new TimeOnly(0, minutes[0]), new XElement(
                s_xml + "Repetition", new XElement(s_xml + "Interval", string.Create(CultureInfo.InvariantCulture, $"PT{step}M")), new XElement(s_xml + "Duration", "P1D")))];
        }

        return schedule.Hour.Values.SelectMany(hour => minutes.Select(minute => (new TimeOnly(hour, minute), (XElement?)null)));
    }

    private static IEnumerable<XElement> Days(TaskSchedule schedule)
    {
        bool byMonthDay = schedule.DayOfMonth.Values.Count < 31;
        bool byWeekDay = schedule.DayOfWeek.Values.Count < 7;
        bool byMonth = schedule.Month.Values.Count < 12;
        XElement months = new(s_xml + "Months", schedule.Month.Values.Select(month => new XElement(s_xml + s_months[month - 1])));
        if (byMonthDay && byWeekDay && (schedule.DayOfMonth.IsAny || schedule.DayOfWeek.IsAny))
        {
            throw new HostException(HostFailure.ScheduleInvalid, $"The Task Scheduler cannot say '{schedule.Text}': a day of the month and of the week at once.", "Restrict one of the two.");
        }

        if (byMonthDay || (byMonth && !byWeekDay))
        {
            yield return new XElement(
                s_xml + "ScheduleByMonth", new XElement(s_xml + "DaysOfMonth", schedule.DayOfMonth.Values.Select(day => new XElement(s_xml + "Day", day))), months);
        }

        if (byWeekDay)
        {
            XElement week = new(s_xml + "DaysOfWeek", schedule.DayOfWeek.Values.Select(day => new XElement(s_xml + ((DayOfWeek)day).ToString())));
            yield return byMonth
                ? new XElement(s_xml + "ScheduleByMonthDayOfWeek", new XElement(s_xml + "Weeks", new[] { "1", "2", "3", "4", "Last" }.Select(number => new XElement(s_xml + "Week", number))), week, months)
                : new XElement(s_xml + "ScheduleByWeek", new XElement(s_xml + "WeeksInterval", 1), week);
        }

        if (!byMonthDay && !byWeekDay && !byMonth)
        {
            yield return new XElement(s_xml + "ScheduleByDay", new XElement(s_xml + "DaysInterval", 1));
        }
    }

    private async Task<RedisTask> WithOutcomeAsync(RedisTask task, CancellationToken stop) =>
        task.With(lastResult: (await SchedulerOutcome.AskAsync(Host, task.Location, stop).ConfigureAwait(false)).Code);

    private RedisTask? Read(XElement task)
    {
        string? uri = task.Element(s_xml + "RegistrationInfo")?.Element(s_xml + "URI")?.Value;
        string? description = task.Element(s_xml + "RegistrationInfo")?.Element(s_xml + "Description")?.Value;
        XElement? exec = task.Element(s_xml + "Actions")?.Element(s_xml + "Exec");
        if (uri?.StartsWith(Folder, StringComparison.OrdinalIgnoreCase) != true || description?.StartsWith(Mark, StringComparison.Ordinal) != true || exec is null)
        {
            return null;
        }

        bool disabled = task.Element(s_xml + "Settings")?.Element(s_xml + "Enabled")?.Value == "false";
        string command = CommandText.Windows([exec.Element(s_xml + "Command")?.Value ?? ""]) + " " + exec.Element(s_xml + "Arguments")?.Value;
        return Found(uri[Folder.Length..], description[Mark.Length..], command, uri, disabled: disabled);
    }

    private async Task<IEnumerable<XElement>> ReadAsync(CancellationToken stop)
    {
        CommandOutcome listed = (await Host.RunAsync(new HostCommand("schtasks", "/Query", "/XML", "ONE") { OnlyReads = true, MostOutput = MostOutput }, stop).ConfigureAwait(false)).Require();
        int start = listed.Output.IndexOf("<Tasks", StringComparison.Ordinal);
        if (start < 0 && listed.Output.Trim().Length > 0)
        {
            throw new HostException(HostFailure.ProgramFailed, "What schtasks lists cannot be read: it does not begin with <Tasks>.", "Look at it with schtasks /Query /XML ONE.");
        }

        try
        {
            return start < 0 ? [] : XDocument.Parse(listed.Output[start..].TrimEnd('\0', ' ', '\r', '\n')).Root!.Elements(s_xml + "Task");
        }
        catch (XmlException e)
        {
            throw new HostException(HostFailure.ProgramFailed, $"What schtasks lists cannot be read: {e.Message}", "Look at it with schtasks /Query /XML ONE.", e);
        }
    }
}
