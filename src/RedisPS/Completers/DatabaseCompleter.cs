using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Connections;
using RedisPS.Core.Databases;

namespace RedisPS.Completers;

/// <summary>Offers the databases that hold keys.</summary>
public sealed class DatabaseCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (ConnectionCompleter.Of(fakeBoundParameters) is not { } connection)
        {
            return [];
        }

        IReadOnlyList<RedisDatabase>? databases = Completion.Ask(stop => DatabaseList.ReadAsync(connection, includeEmpty: false, stop));
        return Completion.Results(wordToComplete, (databases ?? []).Select(database =>
            (database.Index.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{database.KeyCount:N0} keys"))));
    }
}
