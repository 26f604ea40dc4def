using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Connections;

namespace RedisPS.Completers;

/// <summary>Offers the commands that the server told of when the connection was made.</summary>
public sealed class CommandCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        RedisConnection? connection = ConnectionCompleter.Of(fakeBoundParameters);
        IEnumerable<string> names = connection?.Client.Capabilities.Commands ?? [];
        return Completion.Results(wordToComplete, names.Where(name => !name.Contains('|', StringComparison.Ordinal)).Select(name => name.ToUpperInvariant()).Order(StringComparer.Ordinal).Select(name => (name, "")));
    }
}
