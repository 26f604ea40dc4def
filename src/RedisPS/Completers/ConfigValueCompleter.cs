using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Configuration;
using RedisPS.Core.Connections;

namespace RedisPS.Completers;

/// <summary>Offers the values of a setting: yes and no, the words that the server takes, what it has now, its default.</summary>
public sealed class ConfigValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (fakeBoundParameters["Name"]?.ToString() is not { Length: > 0 } name)
        {
            return [];
        }

        RedisConnection? connection = ConnectionCompleter.Of(fakeBoundParameters);
        IReadOnlyList<(string, string)>? choices = connection is null ? null : Completion.Ask(stop => ConfigChoices.ReadAsync(connection, name, stop));
        return Completion.Results(wordToComplete, choices ?? ConfigChoices.Known(name));
    }
}
