using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Hosts;
using RedisPS.Core.Scheduling;

namespace RedisPS.Scheduling;

/// <summary>Get-RedisTask: the tasks of RedisPS on this machine, when they come next and how they went.</summary>
[Cmdlet(VerbsCommon.Get, "RedisTask")]
[OutputType(typeof(RedisTask))]
public sealed class GetRedisTaskCommand : RedisCmdlet
{
    /// <summary>The names (wildcards allowed). Without it: all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(TaskNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        List<RedisTask> tasks = [];
        foreach (TaskStore store in Await(TaskStore.AllAsync(HostSystem.Current, StopToken)))
        {
            try
            {
                tasks.AddRange(Await(store.ListAsync(StopToken)));
            }
            catch (HostException e)
            {
                WriteError(RedisErrors.From(e, store.Provider));
            }
        }

        foreach (string name in Name)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            RedisTask[] found = [.. tasks.Where(task => pattern.IsMatch(task.Name))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(RedisErrors.From(TaskStore.NotFound(name), name));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
