using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>How the last run of a task of the Task Scheduler ended, as schtasks lists it.</summary>
/// <param name="Code">The exit code; null where it never ran, runs now, or the Task Scheduler does not tell.</param>
internal readonly partial record struct SchedulerOutcome(int? Code)
{
    // SCHED_S_TASK_READY to SCHED_S_TASK_NOT_SCHEDULED: what stands there in place of a result while there is none.
    private const long FirstState = 0x41300;
    private const long LastState = 0x41305;

    /// <summary>Asks for one task. What cannot be read is not known; the task is listed all the same.</summary>
    public static async Task<SchedulerOutcome> AskAsync(HostSystem host, string path, CancellationToken stop)
    {
        CommandOutcome? shown = await host.AskAsync(new HostCommand("schtasks", "/Query", "/TN", path, "/V", "/FO", "CSV", "/NH") { OnlyReads = true }, stop).ConfigureAwait(false);
        return shown is { Succeeded: true } ? Read(shown.Lines, path) : default;
    }

    /// <summary>
    /// Reads the lines, one for each trigger. The headings are in the language of Windows, and so are the times; the order of the columns is
    /// always the same. A line is read to the result only: quotes in the command that follows are not always doubled.
    /// </summary>
    public static SchedulerOutcome Read(IEnumerable<string> lines, string path)
    {
        foreach (string line in lines)
        {
            if (First().Match(line) is not { Success: true } row || !row.Groups["name"].Value.Equals(path, StringComparison.OrdinalIgnoreCase)
                || !long.TryParse(row.Groups["result"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long result))
            {
                continue;
            }

            // Codes above 0x7FFFFFFF come with a sign or without.
            return result is >= FirstState and <= LastState or < int.MinValue or > uint.MaxValue ? default : new SchedulerOutcome(unchecked((int)result));
        }

        return default;
    }

    // Host, name, next run, status, logon, last run, last result.
    [GeneratedRegex(@"^""[^""]*"",""(?<name>[^""]*)""(,""[^""]*""){4},""(?<result>[^""]*)""")]
    private static partial Regex First();
}
