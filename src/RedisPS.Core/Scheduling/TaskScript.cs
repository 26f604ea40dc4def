using System.Globalization;
using System.Text.RegularExpressions;
using RedisPS.Core.Commands;
using RedisPS.Core.Hosts;

namespace RedisPS.Core.Scheduling;

/// <summary>The line that a task runs.</summary>
public static partial class TaskScript
{
    /// <summary>A command with its parameters; those without a value are left out, and a true one is a switch.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parameters">The parameters, in order.</param>
    public static string Line(string command, params (string Name, object? Value)[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return string.Concat(parameters.Select(parameter => parameter.Value switch
        {
            null or false => "",
            true => $" -{parameter.Name}",
            int number => string.Create(CultureInfo.InvariantCulture, $" -{parameter.Name} {number}"),
            object value => $" -{parameter.Name} {ScriptText.Quote(value.ToString()!)}",
        }).Prepend(command));
    }

    /// <summary>Refuses what may not stand in a crontab, a unit or a task: several lines, and passwords, which everybody on the machine could read.</summary>
    /// <param name="script">The line.</param>
    /// <exception cref="HostException">It has either.</exception>
    public static void Check(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        if (script.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new HostException(HostFailure.TaskRefused, "The command of a task is one line.", "Separate commands with ';'.");
        }

        if (Password().IsMatch(script))
        {
            throw new HostException(
                HostFailure.TaskRefused, "There is a password in the line: others on this machine could read it in the crontab, the unit or the list of processes.",
                "Put REDIS_URL into a file that only the task's user may read and give it with -EnvironmentFile, or the password alone with -PasswordFile.");
        }
    }

    [GeneratedRegex(
        @"\b(rediss?|valkeys?|unix)://[^\s'""/@]*:[^\s'""/@]+@"
        + @"|(?<!-(PasswordFile|Credential)\b[^;|]*)\b(rediss?|valkeys?|unix)://[^\s'""/@:]+@(?![^;|]*-(PasswordFile|Credential)\b)"
        + @"|\bpassword\s*=\s*[^\s,'""$]"
        + @"|-AsPlainText\b"
        + @"|\b(requirepass|masterauth|primaryauth|AUTH)[\s,]+['""]?[^\s'"",$|;-]"
        + @"|['"",\s]>[^\s'"">$&]{4,}['""]",
        RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
