using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Access;

namespace RedisPS.Completers;

/// <summary>Offers the categories of the server.</summary>
public sealed class AclCategoryCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IReadOnlyList<string>? names = ConnectionCompleter.Of(fakeBoundParameters) is { } connection ? Completion.Ask(stop => AclCategories.NamesAsync(connection, stop)) : null;
        return Completion.Results(wordToComplete, (names ?? []).Select(name => (name, "")));
    }
}
