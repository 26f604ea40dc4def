using System.Collections;
using System.Management.Automation.Language;

namespace System.Management.Automation;

/// <summary>Proposes arguments.</summary>
public interface IArgumentCompleter
{
    /// <summary>The proposals for what was typed so far.</summary>
    IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters);
}
