using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>Tasks in the crontab of the user. Each is two lines: one that says whose the next one is, and the entry.</summary>
internal sealed partial class CronTasks(HostSystem host) : TaskStore(host)
{
    // HostSystem keeps the last 256 KB of what a program writes: of a longer crontab the beginning would be lost.
    private const int MostCharacters = 250_000;

    public override TaskProvider Provider => TaskProvider.Cron;

    public override string Print(TaskDefinition task) => string.Join('\n', Entry(task));

    public override async Task<IReadOnlyList<RedisTask>> ListAsync(CancellationToken stop)
    {
        List<string> lines = await ReadAsync(stop).ConfigureAwait(false);
        List<RedisTask> tasks = [];
        for (int i = 0; i + 1 < lines.Count; i++)
        {
            if (Mark().Match(lines[i]) is { Success: true } mark && lines[i + 1].Split(' ', 6) is [var minute, var hour, var day, var month, var week, var command]
                && Found(mark.Groups["name"].Value, $"{minute} {hour} {day} {month} {week}", command.Replace("\\%", "%", StringComparison.Ordinal), "crontab") is { } task)
            {
                tasks.Add(task);
            }
        }

        return [.. tasks.OrderBy(task => task.Name, StringComparer.Ordinal)];
    }

    public override async Task<bool> IsThereAsync(TaskDefinition task, CancellationToken stop)
    {
        List<string> lines = await ReadAsync(stop).ConfigureAwait(false);
        int at = IndexOf(lines, task.Name);
        return at >= 0 && lines.Skip(at).Take(2).SequenceEqual(Entry(task));
    }

    public override async Task RemoveAsync(string name, CancellationToken stop)
    {
        List<string> lines = await ReadAsync(stop).ConfigureAwait(false);
        if (Remove(lines, name) < 0)
        {
            throw new HostException(HostFailure.TaskNotFound, $"There is no task '{name}' in the crontab.", "Get-RedisTask lists them.");
        }

        await SaveAsync(lines, stop).ConfigureAwait(false);
    }

    private protected override async Task WriteAsync(TaskDefinition task, CancellationToken stop)
    {
        List<string> lines = await ReadAsync(stop).ConfigureAwait(false);
        int at = Remove(lines, task.Name);
        if (at < 0)
        {
            // Before the empty text that stands behind the last line break.
            at = lines.Count > 0 && lines[^1].Length == 0 ? lines.Count - 1 : lines.Count;
        }

        lines.InsertRange(at, Entry(task));
        if (lines[^1].Length > 0)
        {
            // Without a line break at its end cron does not see the last entry.
            lines.Add("");
        }

        await SaveAsync(lines, stop).ConfigureAwait(false);
    }

    private static string[] Entry(TaskDefinition task) =>
        [$"# RedisPS task {task.Name} (this and the next line are made by Register-RedisTask)", $"{task.Schedule.Text} {CommandText.Cron(task)}"];

    private static int IndexOf(List<string> lines, string name) => lines.FindIndex(line => Mark().Match(line) is { Success: true } mark && mark.Groups["name"].Value == name);

    private static int Remove(List<string> lines, string name)
    {
        int at = IndexOf(lines, name);
        if (at >= 0)
        {
            // The entry belongs to it only where it is still one of ours: somebody may have removed it by hand.
            lines.RemoveRange(at, at + 1 < lines.Count && lines[at + 1].Split(' ', 6).Length == 6 && !lines[at + 1].StartsWith('#') ? 2 : 1);
        }

        return at;
    }

    private async Task<List<string>> ReadAsync(CancellationToken stop)
    {
        CommandOutcome listed = await Host.RunAsync(new HostCommand("crontab", "-l") { OnlyReads = true }, stop).ConfigureAwait(false);
        if (!listed.Succeeded && listed.Errors.Contains("no crontab", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        string text = listed.Require(remedy: "Is this user allowed to use cron (/etc/cron.allow)?").Output;
        return text.Length < MostCharacters && !text.Contains('\uFFFD', StringComparison.Ordinal)
            ? [.. text.Split('\n')]
            : throw new HostException(HostFailure.TaskRefused, "The crontab is too large, or not UTF-8: it could not be written back as it is.", "Put in by hand what -Print shows.");
    }

    private async Task SaveAsync(List<string> lines, CancellationToken stop)
    {
        CommandOutcome saved = await Host.RunAsync(new HostCommand("crontab", "-") { Input = string.Join('\n', lines) }, stop).ConfigureAwait(false);
        _ = saved.Require();
    }

    [GeneratedRegex(@"^# RedisPS task (?<name>\S+) ")]
    private static partial Regex Mark();
}
