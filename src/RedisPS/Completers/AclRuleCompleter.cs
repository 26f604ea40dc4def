using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Access;

namespace RedisPS.Completers;

/// <summary>Offers ACL rules: the words, and behind + or - the commands and categories of the server.</summary>
public sealed class AclRuleCompleter : IArgumentCompleter
{
    private static readonly string[] s_words =
        ["on", "off", "nopass", "resetpass", "reset", "allkeys", "resetkeys", "allchannels", "resetchannels", "allcommands", "nocommands", "clearselectors", "~*", "%R~*", "%W~*", "&*"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = Completion.Bare(wordToComplete);
        if (word is not ['+' or '-', ..])
        {
            return Completion.Results(wordToComplete, s_words.Select(text => (text, "")));
        }

        AclCommands? commands = ConnectionCompleter.Of(fakeBoundParameters) is { } connection ? Completion.Ask(async stop => (await new AclStore(connection).CommandsAsync(stop).ConfigureAwait(false))!) : null;
        return Completion.Results(wordToComplete, commands is null
            ? []
            : commands.Categories.Order(StringComparer.Ordinal).Select(category => $"@{category}").Prepend("@all").Concat(commands.Names.Order(StringComparer.Ordinal)).Select(name => (word[0] + name, "")));
    }
}
