using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>Tasks in the crontab of the user: each is one line, which says at its end, in a comment for the shell, whose it is.</summary>
internal sealed partial class CronTasks(HostSystem host) : TaskStore(host)
{
    // HostSystem keeps the last 256 KB of what a program writes: of a longer crontab the beginning would be lost.
    private const int MostCharacters = 250_000;

    public override TaskProvider Provider => TaskProvider.Cron;

    public override string Print(TaskDefinition task) => Entry(task);

    public override async Task<IReadOnlyList<RedisTask>> ListAsync(CancellationToken stop) => Tasks(await ReadAsync(stop).ConfigureAwait(false));

    public override async Task<TaskEntry> FindAsync(string name, CancellationToken stop)
    {
        List<string> lines = await ReadAsync(stop).ConfigureAwait(false);
        return new TaskEntry { Name = name, Task = Tasks(lines).FirstOrDefault(task => task.Name == name), Lines = lines };
    }

    public override Task<bool> IsAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Task.FromResult(entry.Lines.Contains(Entry(task), StringComparer.Ordinal));
    }

    public override Task RemoveAsync(TaskEntry entry, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entry);
        List<string> lines = [.. entry.Lines];
        return Remove(lines, entry.Name) < 0 ? throw NotFound(entry.Name, "in the crontab") : SaveAsync(lines, stop);
    }

    private protected override async Task WriteAsync(TaskEntry entry, TaskDefinition task, CancellationToken stop)
    {
        List<string> lines = [.. entry.Lines];
        int at = Remove(lines, task.Name);
        if (at < 0)
        {
            // Before the empty text that stands behind the last line break.
            at = lines.Count > 0 && lines[^1].Length == 0 ? lines.Count - 1 : lines.Count;
        }

        lines.Insert(at, Entry(task));
        if (lines[^1].Length > 0)
        {
            // Without a line break at its end cron does not see the last entry.
            lines.Add("");
        }

        await SaveAsync(lines, stop).ConfigureAwait(false);
    }

    private IReadOnlyList<RedisTask> Tasks(List<string> lines)
    {
        List<RedisTask> tasks = [];
        foreach (string line in lines)
        {
            if (Mark().Match(line) is { Success: true } mark && line[..mark.Index].Split(' ', 6) is [var minute, var hour, var day, var month, var week, var command]
                && Found(mark.Groups["name"].Value, $"{minute} {hour} {day} {month} {week}", CommandText.FromCron(command), "crontab") is { } task)
            {
                tasks.Add(task);
            }
        }

        return [.. tasks.OrderBy(task => task.Name, StringComparer.Ordinal)];
    }

    private static string Entry(TaskDefinition task) => $"{task.Schedule.Text} {CommandText.Cron(task)} # RedisPS task {task.Name}";

    // Where the line was; -1 where there was none.
    private static int Remove(List<string> lines, string name)
    {
        int at = lines.FindIndex(line => Mark().Match(line) is { Success: true } mark && mark.Groups["name"].Value == name);
        if (at >= 0)
        {
            lines.RemoveAt(at);
        }

        return at;
    }

    private async Task<List<string>> ReadAsync(CancellationToken stop)
    {
        CommandOutcome listed = await Host.RunAsync(new HostCommand("crontab", "-l") { OnlyReads = true }, stop).ConfigureAwait(false);
        if (!listed.Succeeded && IsNone(listed.Errors))
        {
            return [];
        }

        string text = listed.Require(remedy: "Is this user allowed to use cron (/etc/cron.allow)?").Output;
        return text.Length < MostCharacters && !text.Contains('\uFFFD', StringComparison.Ordinal)
            ? [.. text.Split('\n')]
            : throw new HostException(HostFailure.TaskRefused, "The crontab is too large, or not UTF-8: it could not be written back as it is.", "Put in by hand what -Print shows.");
    }

    // The second is what BusyBox says.
    private static bool IsNone(string errors) =>
        errors.Contains("no crontab", StringComparison.OrdinalIgnoreCase)
        || (errors.Contains("can't open '", StringComparison.Ordinal) && errors.Contains("No such file", StringComparison.Ordinal));

    private async Task SaveAsync(List<string> lines, CancellationToken stop)
    {
        CommandOutcome saved = await Host.RunAsync(new HostCommand("crontab", "-") { Input = string.Join('\n', lines) }, stop).ConfigureAwait(false);
        _ = saved.Require();
    }

    [GeneratedRegex(@"(?<=^[^#].*) # RedisPS task (?<name>\S+)$")]
    private static partial Regex Mark();
}
