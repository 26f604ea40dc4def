using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using RedisPS.Core.Hosts;
using RedisPS.Core.Scheduling;

namespace RedisPS.Completers;

/// <summary>Offers the tasks of RedisPS on this machine.</summary>
public sealed class TaskNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Results(wordToComplete, (Completion.Ask(ListAsync) ?? []).Select(task => (task.Name, task.ToString())));

    private static async Task<List<RedisTask>> ListAsync(CancellationToken stop)
    {
        List<RedisTask> tasks = [];
        foreach (TaskStore store in await TaskStore.AllAsync(HostSystem.Current, stop).ConfigureAwait(false))
        {
            tasks.AddRange(await store.ListAsync(stop).ConfigureAwait(false));
        }

        return tasks;
    }
}
