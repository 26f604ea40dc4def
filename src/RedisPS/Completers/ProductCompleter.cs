using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace RedisPS.Completers;

/// <summary>Offers the products that RedisPS can install and start.</summary>
public sealed class ProductCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, [("Redis", "Redis, of Redis Ltd."), ("Valkey", "Valkey, the fork of the Linux Foundation"), ("Garnet", "Garnet, Microsoft's cache-store on .NET")]);
}
