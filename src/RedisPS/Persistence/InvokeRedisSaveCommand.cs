using System.Management.Automation;
using RedisPS.Core.Connections;
using RedisPS.Core.Persistence;
using RedisPS.Transformations;

namespace RedisPS.Persistence;

/// <summary>Invoke-RedisSave: makes a server save, and waits until it truly has.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "RedisSave", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SaveResult))]
public sealed class InvokeRedisSaveCommand : RedisServerCmdlet
{
    private string _waitingFor = "";

    /// <summary>How to save.</summary>
    [Parameter(Position = 0)]
    public SaveMode Mode { get; set; } = SaveMode.Background;

    /// <summary>Return only when the file is whole.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Let a snapshot begin after a rewrite that is under way.</summary>
    [Parameter]
    public SwitchParameter Schedule { get; set; }

    /// <summary>Do not ask before a save that blocks the server.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEachConnection(Save);

    private void Save(RedisConnection connection)
    {
        string what = Mode switch
        {
            SaveMode.Foreground => $"Save {connection.Server} in the foreground (SAVE): it serves nobody until the file is written",
            SaveMode.AofRewrite => $"Rewrite the append-only file of {connection.Server} (BGREWRITEAOF)",
            _ => $"Save {connection.Server} in the background (BGSAVE)",
        };
        if (!ConfirmMassChange(what, Mode == SaveMode.Foreground ? 1 : 0, 1, Force, ConfirmImpact.Low))
        {
            return;
        }

        SaveRun run = new(connection.Client, connection.Name, Mode)
        {
            Wait = Wait,
            Schedule = Schedule,
            Timeout = Timeout,
            Progress = text => Volatile.Write(ref _waitingFor, text),
        };
        ProgressReporter reporter = new(this, $"Saving {connection.Server}", "saves");
        try
        {
            WriteObject(Await(run.RunAsync(StopToken), () => reporter.Report(0, null, Volatile.Read(ref _waitingFor))));
        }
        finally
        {
            reporter.Complete();
        }
    }
}
