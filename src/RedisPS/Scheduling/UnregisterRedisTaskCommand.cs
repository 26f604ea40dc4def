using System.Management.Automation;
using RedisPS.Completers;
using RedisPS.Core.Hosts;
using RedisPS.Core.Scheduling;

namespace RedisPS.Scheduling;

/// <summary>Unregister-RedisTask: removes tasks that Register-RedisTask made, and nothing else.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "RedisTask", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class UnregisterRedisTaskCommand : RedisCmdlet
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TaskNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>What runs it. Without it: wherever it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Provider")]
    public TaskProvider? As { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        HostSystem host = HostSystem.Current;
        IReadOnlyList<TaskStore> stores = As is null ? Await(TaskStore.AllAsync(host, StopToken)) : [Await(TaskStore.OpenAsync(host, As, StopToken))];
        foreach (string name in Name)
        {
            bool found = false;
            foreach (TaskStore store in stores)
            {
                TaskEntry entry = Await(store.FindAsync(name, StopToken));
                if (entry.Task is not { } task)
                {
                    continue;
                }

                found = true;
                if (ShouldProcess($"{store.Provider} of this machine", $"Remove the task '{name}' ({task.ScheduleText}: {task.Command})"))
                {
                    // While a question waits for its answer others may write there.
                    Await(AgreedBeforehand(force: true) ? store.RemoveAsync(entry, StopToken) : store.RemoveAsync(name, StopToken));
                }
            }

            if (!found)
            {
                WriteError(RedisErrors.From(TaskStore.NotFound(name), name));
            }
        }
    }
}
