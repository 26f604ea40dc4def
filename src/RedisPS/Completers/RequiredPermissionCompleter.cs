using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Access;

namespace RedisPS.Completers;

/// <summary>Offers the cmdlets whose rights are known.</summary>
public sealed class RequiredPermissionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, RequiredPermissions.All.Where(row => row.Parameter.Length == 0).Select(row => (row.Cmdlet, row.Rule)));
}
