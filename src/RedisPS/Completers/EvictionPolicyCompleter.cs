using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Memory;

namespace RedisPS.Completers;

/// <summary>Offers the eviction policies that the server knows, each with what it does.</summary>
public sealed class EvictionPolicyCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IReadOnlyList<string>? names = ConnectionCompleter.Of(fakeBoundParameters) is { } connection
            ? Completion.Ask(stop => EvictionPolicyNames.ReadAsync(connection, stop))
            : null;
        return Completion.Results(wordToComplete, (names ?? EvictionPolicyNames.Known).Select(name => (name, EvictionPolicyNames.Describe(name))));
    }
}
