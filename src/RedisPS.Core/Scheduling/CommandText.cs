using System.Text;

namespace RedisPS.Core.Scheduling;

/// <summary>A program and its arguments as one line, in the words of who reads it.</summary>
internal static class CommandText
{
    private const string CronPercent = "'\"$(printf '\\045')\"'";

    /// <summary>For a shell: what is in single quotes means itself.</summary>
    public static string Shell(TaskDefinition task) => Join(task, word => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'");

    /// <summary>
    /// For a line of a crontab, where a percent sign would be the end of the command. Not every cron takes a backslash before it away again, but every
    /// shell knows its number.
    /// </summary>
    public static string Cron(TaskDefinition task) => Shell(task).Replace("%", CronPercent, StringComparison.Ordinal);

    /// <summary>A line of a crontab as a shell would be given it.</summary>
    public static string FromCron(string line) => line.Replace(CronPercent, "%", StringComparison.Ordinal);

    /// <summary>For ExecStart of systemd, which knows specifiers (%), variables ($) and escapes (\).</summary>
    public static string Systemd(TaskDefinition task) => Join(task, word =>
        "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal) + "\"");

    /// <summary>The arguments for a program of Windows, which takes its line apart itself: backslashes count before a quote only.</summary>
    public static string Windows(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(word =>
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAny(" \t\""))
        {
            return word;
        }

        StringBuilder quoted = new("\"");
        int backslashes = 0;
        foreach (char character in word)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            _ = quoted.Append('\\', character == '"' ? (backslashes * 2) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        return quoted.Append('\\', backslashes * 2).Append('"').ToString();
    }));

    private static string Join(TaskDefinition task, Func<string, string> quote) => string.Join(' ', task.Arguments.Prepend(task.Program).Select(quote));
}
