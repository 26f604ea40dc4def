using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Configuration;

namespace RedisPS.Completers;

/// <summary>Offers the changes that wait for a confirmation.</summary>
public sealed class PendingChangeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, PendingChanges.All.Where(change => change.State == PendingChangeState.Pending)
            .Select(change => (change.Id.ToString(CultureInfo.InvariantCulture), change.ToString())));
}
