using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RedisPS.Completers;

/// <summary>Offers common schedules, with what they mean.</summary>
public sealed class ScheduleCompleter : IArgumentCompleter
{
    private static readonly (string, string)[] s_schedules =
    [
        ("0 3 * * *", "every day at 03:00"), ("0 */6 * * *", "every 6 hours"), ("*/15 * * * *", "every 15 minutes"),
        ("30 2 * * mon-fri", "on Monday to Friday at 02:30"), ("0 4 * * sun", "on Sunday at 04:00"), ("0 5 1 * *", "on day 1 of the month at 05:00"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, s_schedules);
}
