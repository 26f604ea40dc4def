using System.Management.Automation;
using RedisPS.Client;
using RedisPS.Core.Backup;
using RedisPS.Core.Connections;
using RedisPS.Core.Keyspace;
using RedisPS.Transformations;

namespace RedisPS.Backup;

/// <summary>Restore-Redis: brings keys of a backup into a running server, to the byte.</summary>
[Cmdlet(VerbsData.Restore, "Redis", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OperationResult))]
public sealed class RestoreRedisCommand : RedisConnectedCmdlet
{
    // So many keys are restored without a question when none that is there changes.
    private const long AskFrom = 1000;

    /// <summary>The backup or RDB file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Redis patterns; a key that matches any of them is restored.</summary>
    [Parameter(Position = 1)]
    [PatternTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Pattern { get; set; } = ["*"];

    /// <summary>Redis patterns; a key that matches one of them is left out.</summary>
    [Parameter]
    [PatternTransformation]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <summary>Types to restore: string, list, set, zset, hash, stream, or a module's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(Completers.KeyTypeCompleter))]
    public string[] Type { get; set; } = [];

    /// <summary>Only keys that were in these databases.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int[] SourceDatabase { get; set; } = [];

    /// <summary>What happens to keys that are there.</summary>
    [Parameter]
    public RestoreConflict Conflict { get; set; } = RestoreConflict.Skip;

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
            ForEachConnection((connection, _) => Restore(connection, backup));
        }
        catch (BackupException e)
        {
            WriteRedisError(e, full);
        }
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
            catch (RedisConnectionException)
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
