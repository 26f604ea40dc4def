using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Hosts;
using RedisPS.Core.Service;

namespace RedisPS.Completers;

/// <summary>Offers the services of this machine.</summary>
public sealed class ServiceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, (Completion.Ask(stop => new ServiceControl(HostSystem.Current).ListAsync(null, stop)) ?? []).Select(service => (service.Name, service.ToString())));
}
