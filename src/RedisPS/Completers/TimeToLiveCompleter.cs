using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RedisPS.Completers;

/// <summary>Offers the usual times to live.</summary>
public sealed class TimeToLiveCompleter : IArgumentCompleter
{
    private static readonly (string, string)[] s_presets =
    [
        ("1m", "One minute"),
        ("5m", "Five minutes"),
        ("1h", "One hour"),
        ("1d", "One day"),
        ("1w", "One week"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, s_presets);
}
