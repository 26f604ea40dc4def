using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.RecycleBin;

namespace RedisPS.Completers;

/// <summary>Offers the operations whose keys are in the recycle bin.</summary>
public sealed class OperationIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, new RecycleFolder(fakeBoundParameters["RecyclePath"] as string).Ids().Select(operation => (operation.Id, $"removed {operation.At}")));
}
