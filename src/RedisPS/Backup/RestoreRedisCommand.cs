using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Connections;
using RedisPS.Core.Hosts;
using RedisPS.Core.Keyspace;
using RedisPS.Core.Service;
using RedisPS.Service;
using RedisPS.Transformations;

namespace RedisPS.Backup;

/// <summary>Restore-Redis: brings keys of a backup into a running server, to the byte; or all of it into a server of this machine, in place of what that has.</summary>
[Cmdlet(VerbsData.Restore, "Redis", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = KeySet)]
[OutputType(typeof(OperationResult), ParameterSetName = [KeySet])]
[OutputType(typeof(RestoreResult), ParameterSetName = [ServiceSet])]
public sealed class RestoreRedisCommand : RedisConnectedCmdlet
{
    private const string KeySet = "Key";
    private const string ServiceSet = "Service";

    // So many keys are restored without a question when none that is there changes.
    private const long AskFrom = 1000;

    /// <summary>The backup or RDB file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Redis patterns; a key that matches any of them is restored.</summary>
    [Parameter(Position = 1, ParameterSetName = KeySet)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Pattern { get; set; } = ["*"];

    /// <summary>Redis patterns; a key that matches one of them is left out.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Types to restore: string, list, set, zset, hash, stream, or a module's.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [ArgumentCompleter(typeof(Completers.KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>Only keys that were in these databases.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [ValidateRange(0, int.MaxValue)]
    public int[] SourceDatabase { get; set; } = [];

    /// <summary>What happens to keys that are there.</summary>
    [Parameter(ParameterSetName = KeySet)]
    public RestoreConflict Conflict { get; set; } = RestoreConflict.Skip;

    /// <summary>The service of this machine whose data is replaced by the backup.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServiceSet)]
    [ArgumentCompleter(typeof(Completers.ServiceCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string ServiceName { get; set; } = "";

    /// <summary>The directory of the server's data as it is seen from here. Without it: the one that the server names.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>User and password of a protected server.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Remove the old data once the new is loaded and its counts are right.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    public SwitchParameter NoKeepOld { get; set; }

    /// <summary>Do not let the server save before it stops: unsaved changes are then not in the old data that is kept, and lost when the restore fails.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    public SwitchParameter NoSave { get; set; }

    /// <summary>How long stopping and loading may take, each.</summary>
    [Parameter(ParameterSetName = ServiceSet)]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string full = GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            RedisBackup backup = BackupFolder.Find(full);
            if (ServiceName.Length > 0)
            {
                RestoreService(backup);
            }
            else
            {
                ForEachConnection((connection, _) => Restore(connection, backup));
            }
        }
        catch (BackupException e)
        {
            WriteRedisError(e, full);
        }
        catch (HostException e)
        {
            WriteError(RedisErrors.From(e, ServiceName));
        }
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (ServiceName.Length > 0 && (MyInvocation.BoundParameters.ContainsKey(nameof(Connection)) || MyInvocation.BoundParameters.ContainsKey(nameof(Database))))
        {
            ThrowTerminatingError(RedisErrors.InvalidArgument("RestoreTargetConflict", "A whole server is restored by its service, keys by a connection: -ServiceName does not go with -Connection or -Database.", ServiceName, "Leave one of them out."));
        }
    }

    private void RestoreService(RedisBackup backup)
    {
        StepProgress progress = new(this, $"Restoring {ServiceName} from {backup.Name}");
        ServerRestoreOptions options = new()
        {
            DataPath = DataPath is null ? null : GetUnresolvedProviderPathFromPSPath(DataPath),
            KeepOld = !NoKeepOld,
            NoSave = NoSave,
            Timeout = Timeout,
            Access = RedisServiceCmdlet.Access(Credential),
            Report = progress.Tell,
        };
        try
        {
            ServerRestore restore = new(HostSystem.Current, backup, Service(), options);
            ServerRestorePlan plan = Await(restore.PlanAsync(StopToken), progress.Show);
            if (ConfirmMassChange(plan.ToString(), 1, 1, Force))
            {
                RestoreResult result = Finish(restore.RunAsync(plan, StopToken), progress);
                WriteObject(result);
                if (result.Note.Length > 0)
                {
                    WriteWarning($"{result.ServiceName}: {result.Note}");
                }
            }
        }
        finally
        {
            progress.Complete();
        }
    }

    // Stopped in the middle, it is waited for until the old data is back and the server runs again.
    private RestoreResult Finish(Task<RestoreResult> work, StepProgress progress)
    {
        try
        {
            return Await(work, progress.Show);
        }
        catch (OperationCanceledException)
        {
            ((IAsyncResult)work).AsyncWaitHandle.WaitOne();

            // Not all could be put back: that must be said.
            if (work.Exception?.InnerException is { } lost) { TellWhileStopping(lost.Message); }
            throw;
        }
    }

    private RedisService Service()
    {
        IReadOnlyList<RedisService> known = Await(new ServiceControl(HostSystem.Current).ListAsync(null, StopToken));
        WildcardPattern pattern = new(ServiceName, WildcardOptions.IgnoreCase);
        RedisService[] found = [.. known.Where(service => pattern.IsMatch(service.Name))];
        return found.Length == 1
            ? found[0]
            : throw new HostException(
                HostFailure.ServiceNotFound,
                found.Length == 0 ? $"There is no service '{ServiceName}' on this machine." : $"'{ServiceName}' names several services: {string.Join(", ", found.Select(service => service.Name))}.",
                "Name one with -ServiceName; Get-RedisService lists them.");
    }

    private void Restore(RedisConnection connection, RedisBackup backup)
    {
        BackupQuery query = new()
        {
            Keys = new KeyQuery { Patterns = [.. Pattern.Select(pattern => (KeyPattern)pattern)], Exclude = [.. Exclude.Select(pattern => (KeyPattern)pattern)], Types = Type },
            Databases = SourceDatabase,
        };
        KeyRestore restore = new(connection.Client, connection.Name, backup, query, Database, Conflict);
        ProgressReporter reporter = new(this, $"Restoring {backup.Name} to {connection.Server}", "keys");
        try
        {
            KeyRestorePlan plan = Await(restore.PlanAsync(StopToken), () => reporter.Report(restore.Done, null, "Counting"));
            bool replaces = Conflict == RestoreConflict.Replace && plan.Existing > 0;
            if (!ConfirmMassChange(plan.ToString(), replaces ? Math.Max(plan.Written, AskFrom) : plan.Written, AskFrom, Force))
            {
                return;
            }

            if (Conflict == RestoreConflict.Fail && plan.Existing > 0)
            {
                WriteError(RedisErrors.Record(new InvalidOperationException($"Nothing was restored: {plan.Existing} of the keys are there already."), "RestoreConflict", ErrorCategory.ResourceExists, backup.Path, "Choose -Conflict Skip or Replace, or another -Database."));
                return;
            }

            try
            {
                OperationResult result = Await(restore.RunAsync(StopToken), () => reporter.Report(restore.Done, plan.Matched));
                WriteObject(result);
                foreach (KeyError error in result.Errors)
                {
                    WriteRedisError(error.ToException(), error.Key);
                }
            }
            catch (RedisException)
            {
                WriteObject(restore.Result);
                throw;
            }
        }
        finally
        {
            reporter.Complete();
        }
    }
}
